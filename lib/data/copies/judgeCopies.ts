import type { CopyFile } from "./copiesTruth.js";

/** What must be known of a file to judge who was put together with it. */
export type KnownFile = Pick<CopyFile, "path" | "radiograph" | "sha256"> & { chain: string };

/** How well a search found the copies of a set whose copies are known. */
export interface CopiesJudgement<File extends KnownFile = CopyFile> {
  /** Of the pairs of contents put together, the share that shows one radiograph. */
  precision: number;
  /** Of the pairs of contents that show one radiograph, the share put together. */
  recall: number;
  contents: number;
  /** That these contents show, and how many groups were made of them. */
  radiographs: number;
  groups: number;
  /** Pairs that show two radiographs and were put together. */
  falsePairs: [File, File][];
  /** Copies by what they went through, and how many of them are in one group with the file as it came. */
  byChain: { chain: string; copies: number; found: number }[];
}

/**
 * Judges groups by their pairs of contents, as clusterings are (Manning, Raghavan & Schütze 2008, Introduction to
 * Information Retrieval, 16.3). Files of one content count once: any hash finds those.
 * @param found the group of every file, by the paths of the truth
 * @throws RangeError when a file of the truth has no group
 */
export function judgeCopies<File extends KnownFile>(
  truth: readonly File[],
  found: readonly { path: string; group: string }[],
): CopiesJudgement<File> {
  const groupByPath = new Map(found.map(({ path, group }) => [path, group]));
  const contents = [...new Map(truth.map((file) => [file.sha256, file])).values()];
  const groupOf = (file: File): string => {
    const group = groupByPath.get(file.path);
    if (group === undefined) throw new RangeError(`Expected a group for every file. Received: none for ${file.path}`);
    return group;
  };
  const groups = collect(contents, groupOf);
  const radiographs = collect(contents, (file) => file.radiograph);
  let [together, right] = [0, 0];
  const falsePairs: [File, File][] = [];
  for (const [a, b] of [...groups.values()].flatMap(pairsOf)) {
    together++;
    if (a.radiograph === b.radiograph) right++;
    else falsePairs.push([a, b]);
  }
  const same = [...radiographs.values()].reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
  const byChain = new Map<string, { copies: number; found: number }>();
  for (const copies of radiographs.values()) {
    const original = copies.find(({ chain }) => chain === "original");
    for (const copy of copies) {
      if (original === undefined || copy === original) continue;
      const tally = byChain.get(copy.chain) ?? { copies: 0, found: 0 };
      byChain.set(copy.chain, tally);
      tally.copies++;
      if (groupOf(copy) === groupOf(original)) tally.found++;
    }
  }
  return {
    precision: right / together,
    recall: right / same,
    contents: contents.length,
    radiographs: radiographs.size,
    groups: groups.size,
    falsePairs,
    byChain: [...byChain].map(([chain, tally]) => ({ chain, ...tally })),
  };
}

function collect<File>(files: readonly File[], key: (file: File) => string): Map<string, File[]> {
  const collected = new Map<string, File[]>();
  for (const file of files) {
    const members = collected.get(key(file));
    if (members) members.push(file);
    else collected.set(key(file), [file]);
  }
  return collected;
}

function pairsOf<File>(files: readonly File[]): [File, File][] {
  return files.flatMap((a, i) => files.slice(i + 1).map((b): [File, File] => [a, b]));
}
