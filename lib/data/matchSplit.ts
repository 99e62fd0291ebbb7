import { UserError } from "../userError.js";
import type { Parts } from "./split.js";
import type { SplitRow } from "./splitCsv.js";
import type { Radiograph, SplitName } from "./types.js";

/** A written split held against a set, by content. */
export interface SplitMatch {
  /** [radiographs], the row of each image that has one. */
  rows: (SplitRow | undefined)[];
  /** In the file, not in the set. */
  missing: SplitRow[];
  /** In the set, not in the file. */
  extra: Radiograph[];
  /** Where a file of the same name has other bytes; neither missing nor extra. */
  changed: SplitRow[];
  /** Whose label in the set is another. */
  relabelled: SplitRow[];
}

/**
 * Which image each row means: the one with its content, of several copies the one with its path, so that a set that was
 * moved or renamed is still the same.
 */
export function matchSplit(radiographs: readonly Radiograph[], rows: readonly SplitRow[]): SplitMatch {
  const byContent = new Map<string, number[]>();
  for (const [i, { sha256 }] of radiographs.entries()) {
    byContent.set(sha256, [...(byContent.get(sha256) ?? []), i]);
  }
  const found: SplitMatch["rows"] = radiographs.map(() => undefined);
  let open = [...rows];
  for (const fits of [(path: string, row: SplitRow): boolean => path === row.path, (): boolean => true]) {
    open = open.filter((row) => {
      const i = byContent.get(row.sha256)?.find((k) => found[k] === undefined && fits(radiographs[k]!.path, row));
      if (i !== undefined) found[i] = row;
      return i === undefined;
    });
  }
  const unknown = radiographs.filter((_, i) => found[i] === undefined);
  const unknownPaths = new Set(unknown.map(({ path }) => path));
  const changed = open.filter(({ path }) => unknownPaths.has(path));
  const changedPaths = new Set(changed.map(({ path }) => path));
  return {
    rows: found,
    missing: open.filter(({ path }) => !changedPaths.has(path)),
    extra: unknown.filter(({ path }) => !changedPaths.has(path)),
    changed,
    relabelled: radiographs.flatMap(({ label }, i) => {
      const row = found[i];
      return row === undefined || row.label === label ? [] : [row];
    }),
  };
}

/** Whether the set is exactly the one that the split was written for. */
export function isWholeMatch({ missing, extra, changed, relabelled }: SplitMatch): boolean {
  return missing.length + extra.length + changed.length + relabelled.length === 0;
}

/** @param file that the split came from, for the error @throws UserError that says what is missing, extra or changed */
export function requireWholeMatch(match: SplitMatch, file: string): void {
  if (isWholeMatch(match)) return;
  const kinds = ["missing", "extra", "changed", "relabelled"] as const;
  const found = kinds.flatMap((kind) => {
    const paths = match[kind].map(({ path }) => path);
    return paths.length === 0
      ? []
      : [`${paths.length} ${kind} (${paths.slice(0, 3).join(", ")}${paths[3] ? ", …" : ""})`];
  });
  throw new UserError(
    `data.splitFile: expected exactly the images of ${file}. Received: ${found.join(", ")}. ` +
      "Give the set that it was written for, or another file.",
  );
}

/**
 * The parts that the rows name.
 * @param radiographs that were matched, in the same order
 * @throws RangeError when one has no row
 */
export function partsOf(radiographs: readonly Radiograph[], { rows }: Pick<SplitMatch, "rows">): Parts {
  const parts: Record<SplitName, Radiograph[]> = { train: [], validation: [], test: [] };
  for (const [i, radiograph] of radiographs.entries()) {
    const row = rows[i];
    if (row === undefined)
      throw new RangeError(`Expected a row for every image. Received: none for ${radiograph.path}`);
    parts[row.split].push(radiograph);
  }
  return parts;
}
