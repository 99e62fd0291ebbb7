import { join, relative } from "node:path";
import { UserError } from "../../userError.js";
import { refuseRepeats } from "../refuseRepeats.js";
import { readSidecarTable, type SidecarRow } from "./sidecarTable.js";

/**
 * What every manifest.csv of a set knows of its images. A row names a file from its table's folder, or by its bare name
 * where only one image below that folder has it; of two tables the inner one counts.
 * @param folders that may hold a table, outer ones first
 * @param paths of the images, relative to `root`
 * @returns rows by path relative to `root`; a path that is none of `paths` has a label, so that it can be listed as missing
 * @throws UserError when a row matches no image, or several, or two rows of a table match one: what it says, such as the patient, would be lost unseen
 */
export async function readImageTables(
  root: string,
  folders: readonly string[],
  paths: readonly string[],
): Promise<Map<string, SidecarRow>> {
  const known = new Set(paths);
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  /** The image that a row means; undefined when that is unclear or outside of the set. */
  const matchOf = (folder: string, file: string): string | undefined => {
    const path = relative(root, join(folder, file));
    if (known.has(path)) return path;
    const sameName = (byName.get(file) ?? []).filter((other) => isBelow(folder, join(root, other)));
    if (sameName.length > 0) return sameName.length === 1 ? sameName[0] : undefined;
    return isBelow(root, join(root, path)) ? path : undefined;
  };
  const rows = new Map<string, SidecarRow>();
  for (const folder of folders) {
    const strays: string[] = [];
    const listed: string[] = [];
    for (const [file, row] of (await readSidecarTable(folder)) ?? []) {
      const match = matchOf(folder, file);
      const isListed = match !== undefined && (known.has(match) || row.label !== undefined);
      if (isListed) {
        listed.push(match);
        rows.set(match, { ...rows.get(match), ...row });
      } else strays.push(file);
    }
    refuseRepeats(listed, join(folder, "manifest.csv")); // by path here and by bare name there
    if (strays.length > 0) throw strayRows(join(folder, "manifest.csv"), strays);
  }
  return rows;
}

function isBelow(folder: string, path: string): boolean {
  return !/^\.\.(?:\/|$)/.test(relative(folder, path));
}

function strayRows(table: string, files: readonly string[]): UserError {
  return new UserError(
    `data: expected every row of ${table} to name one image, by its path from there or by a name that only one has. ` +
      `Received: ${files.length} ${files.length === 1 ? "row that names" : "rows that name"} none or several: ` +
      `${files.slice(0, 3).join(", ")}${files.length > 3 ? ", …" : ""}. Mend or remove them.`,
  );
}
