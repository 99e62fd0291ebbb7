import { UserError } from "../userError.js";
import { readTextFile } from "./readTextFile.js";
import { parseTable } from "./parseTable.js";
import { refuseRepeats } from "./refuseRepeats.js";
import type { Tie } from "./regroup.js";
import type { Manifest } from "./types.js";

/**
 * Groups from a table of path,group, such as `npm run audit -- --groups` writes, as a tie to join them by.
 * @throws UserError when it is no such table, names a file that the set has not, or leaves an image of the set out
 */
export async function readGroupsFile(file: string, manifest: Manifest): Promise<Tie> {
  const rows = parseTable(await readTextFile(file, "data.groupsFile"), file, ["path", "group"]);
  refuseRepeats(
    rows.map(({ path }) => path),
    file,
  );
  const groups = new Map(rows.map(({ path, group }) => [path, group]));
  const known = new Set([...manifest.radiographs, ...manifest.rejected].map(({ path }) => path)); // an audit lists refused files too
  const strangers = [...groups.keys()].filter((path) => !known.has(path));
  const missing = manifest.radiographs.filter(({ path }) => !groups.has(path)).map(({ path }) => path);
  if (strangers.length + missing.length > 0) {
    throw new UserError(
      `data.groupsFile: expected a row for every image of ${manifest.root} and no other in ${file}. Received: ` +
        [...some(strangers, "unknown"), ...some(missing, "without a row")].join(", ") +
        ". Write it anew with npm run audit -- --groups FILE.",
    );
  }
  return ({ path }) => groups.get(path);
}

function some(paths: readonly string[], what: string): string[] {
  if (paths.length === 0) return [];
  return [`${paths.length} ${what} (${paths.slice(0, 3).join(", ")}${paths.length > 3 ? ", …" : ""})`];
}
