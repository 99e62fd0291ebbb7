import { toCsv } from "../csv.js";
import { UserError } from "../userError.js";
import { compareText } from "./manifest.js";
import { parseTable } from "./parseTable.js";
import { refuseRepeats } from "./refuseRepeats.js";
import { splitNames, type Parts } from "./split.js";
import type { SplitName } from "./types.js";

/** One image of a split that was written down. */
export interface SplitRow {
  path: string;
  sha256: string;
  group: string;
  label: string;
  split: SplitName;
}

const columns = ["path", "sha256", "group", "label", "split"] as const;

export function splitRows(parts: Parts): SplitRow[] {
  return splitNames
    .flatMap((split) => parts[split].map(({ path, sha256, group, label }) => ({ path, sha256, group, label, split })))
    .sort((a, b) => compareText(a.path, b.path));
}

/** The split manifest: what each image is, by content, and where it went; sorted by path. */
export function splitCsv(parts: Parts): string {
  return toCsv(
    columns,
    splitRows(parts).map((row) => columns.map((column) => row[column])),
  );
}

/**
 * Reads what splitCsv wrote.
 * @param file its name, for errors
 * @throws UserError when it is no such table, or names a path twice
 */
export function parseSplitCsv(text: string, file: string): SplitRow[] {
  const rows = parseTable(text, file, columns);
  refuseRepeats(
    rows.map(({ path }) => path),
    file,
  );
  return rows.map((row) => {
    const split = splitNames.find((name) => name === row.split);
    if (split === undefined) {
      throw new UserError(
        `split: expected ${splitNames.join(", ")} as split of every row of ${file}. Received: ${row.split} for ${row.path}.`,
      );
    }
    return { ...row, split };
  });
}
