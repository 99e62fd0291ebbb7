import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** One row of the README's coverage table. */
export interface CoverageRow {
  /** "*" for any. */
  methods: string[];
  /** Such as runs/create; "traces*" stands for all that begin with it. */
  path: string;
  /** What of the client covers it, such as runs.create; none when it is left out. */
  coveredBy: string[];
  leftOutBecause: string | undefined;
}

export async function coverageTable(): Promise<CoverageRow[]> {
  const readme = await readFile(join(import.meta.dirname, "..", "README.md"), "utf8");
  const section = readme.slice(readme.indexOf("## Coverage"));
  const rows = [...section.matchAll(/^\| `([A-Z, *]+) (\S+?)` +\| (.*?) *\|$/gm)];
  return rows.map(([, methods = "", path = "", here = ""]) => {
    const leftOutBecause = /^left out: (.+)/.exec(here)?.[1];
    const names = [...here.matchAll(/`([\w.]+)`/g)].map(([, name = ""]) => name);
    return {
      methods: methods.split(", "),
      path,
      coveredBy: leftOutBecause === undefined ? names : [],
      leftOutBecause,
    };
  });
}

export function isCoveredBy(row: CoverageRow, method: string, path: string): boolean {
  const samePath = row.path.endsWith("*") ? path.startsWith(row.path.slice(0, -1)) : row.path === path;
  return samePath && (row.methods.includes("*") || row.methods.includes(method));
}
