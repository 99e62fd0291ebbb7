import { toCsv } from "../csv.js";
import { UserError } from "../userError.js";
import { readTextFile } from "./readTextFile.js";
import { parseTable } from "./parseTable.js";
import { refuseRepeats } from "./refuseRepeats.js";
import type { Tie } from "./regroup.js";
import type { Manifest } from "./types.js";

const columns = ["path", "group"] as const;

/** What an audit found, as readGroupsFile takes it: its groups are its radiographs. */
export function groupsCsv(files: readonly { path: string; radiograph: string }[]): string {
  return toCsv(
    columns,
    files.map(({ path, radiograph }) => [path, radiograph]),
  );
}

/**
 * Groups from a table of path,group, as a tie to join them by.
 * @throws UserError when it is no such table, names a file twice or one that the set has not, or leaves an image of the set out
 */
export async function readGroupsFile(file: string, manifest: Manifest): Promise<Tie> {
  const text = await readTextFile(file, "data.groupsFile");
  const rows = parseTable(text, file, columns);
  refuseRepeats(
    rows.map(({ path }) => path),
    file,
  );
  const listed = new Set(rows.map(({ path }) => path));
  const known = new Set([...manifest.radiographs, ...manifest.rejected].map(({ path }) => path)); // an audit lists refused files too
  const strangers = [...listed].filter((path) => !known.has(path));
  const missing = manifest.radiographs.filter(({ path }) => !listed.has(path)).map(({ path }) => path);
  if (strangers.length + missing.length > 0) {
    throw new UserError(
      `data.groupsFile: expected a row for every image of ${manifest.root} and no other in ${file}. Received: ` +
        [...some(strangers, "unknown"), ...some(missing, "without a row")].join(", ") +
        ". Write it anew with npm run audit -- --groups FILE.",
    );
  }
  const groups = new Map(rows.map(({ path, group }) => [path, group]));
  return ({ path }) => groups.get(path);
}

function some(paths: readonly string[], what: string): string[] {
  if (paths.length === 0) return [];
  return [`${paths.length} ${what} (${paths.slice(0, 3).join(", ")}${paths.length > 3 ? ", …" : ""})`];
}
