import { compareText } from "./manifest.js";
import type { Manifest, SplitName } from "./types.js";

/** A group that the source itself put into more than one split. */
export interface Leak {
  group: string;
  splits: SplitName[];
  files: string[];
  /** True when one and the same content is in two splits; false when only the group is. */
  sameContent: boolean;
}

/** The groups that cross the source's own splits, in order of their names; none for a source without splits. */
export function findLeaks(manifest: Pick<Manifest, "radiographs">): Leak[] {
  const byGroup = new Map<
    string,
    { splits: Set<SplitName>; files: string[]; splitsByHash: Map<string, Set<SplitName>> }
  >();
  for (const { group, split, path, sha256 } of manifest.radiographs) {
    if (split === undefined) continue;
    const found = byGroup.get(group) ?? {
      splits: new Set(),
      files: [],
      splitsByHash: new Map<string, Set<SplitName>>(),
    };
    byGroup.set(group, found);
    found.splits.add(split);
    found.files.push(path);
    found.splitsByHash.set(sha256, (found.splitsByHash.get(sha256) ?? new Set()).add(split));
  }
  return [...byGroup]
    .filter(([, { splits }]) => splits.size > 1)
    .sort(([a], [b]) => compareText(a, b))
    .map(([group, { splits, files, splitsByHash }]) => ({
      group,
      splits: [...splits].sort(),
      files: files.sort(),
      sameContent: [...splitsByHash.values()].some((set) => set.size > 1),
    }));
}
