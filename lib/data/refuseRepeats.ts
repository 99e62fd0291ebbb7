import { UserError } from "../userError.js";

/**
 * A table may speak of each file once: of two rows one would be believed in silence, and the other's group forgotten.
 * @param paths one a row
 * @param file the table's name
 * @throws UserError that names the files with several rows
 */
export function refuseRepeats(paths: readonly string[], file: string): void {
  const once = new Set<string>();
  const repeated = new Set<string>();
  for (const path of paths) (once.has(path) ? repeated : once).add(path);
  if (repeated.size === 0) return;
  const some = [...repeated].slice(0, 3).join(", ") + (repeated.size > 3 ? ", …" : "");
  throw new UserError(
    `Expected one row for each file in ${file}. Received: several for ${some} (${repeated.size} in all). ` +
      "Leave the right one of each.",
    2,
  );
}
