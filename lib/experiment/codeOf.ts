import type { RunContext } from "../tracking/index.js";

/** @returns what a saved run keeps as `code`: the commit, with "+" after it when files had been changed */
export function codeOf({ git }: Pick<RunContext, "git">): string {
  return git ? `${git.commit}${git.isDirty ? "+" : ""}` : "unknown";
}
