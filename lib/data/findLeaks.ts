import { compareText } from "./manifest.js";
import type { Radiograph, SplitName } from "./types.js";

/** A group that lies in more than one split. */
export interface Leak {
  group: string;
  splits: SplitName[];
  files: string[];
  /** True when one and the same content is in two splits; false when only the group is. */
  sameContent: boolean;
  /** Two of its files that lie apart, of one content where there are such. */
  pair: [SplitFile, SplitFile];
}

interface SplitFile {
  path: string;
  split: SplitName;
}

/**
 * The groups that cross the splits, in order of their names; none for images without splits. Of a manifest these are the
 * source's own splits, of assignedRadiographs those that a run uses.
 */
export function findLeaks({ radiographs }: { radiographs: readonly Radiograph[] }): Leak[] {
  const byGroup = new Map<string, (Radiograph & SplitFile)[]>();
  for (const radiograph of radiographs) {
    if (radiograph.split === undefined) continue;
    const placed = { ...radiograph, split: radiograph.split };
    const members = byGroup.get(radiograph.group);
    if (members) members.push(placed);
    else byGroup.set(radiograph.group, [placed]);
  }
  return [...byGroup]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([group, members]) => {
      members.sort((a, b) => compareText(a.path, b.path));
      const apart = firstApart(members);
      if (apart === undefined) return [];
      const ofOneContent = firstApartOfOneContent(members);
      const [a, b] = ofOneContent ?? apart;
      return {
        group,
        splits: [...new Set(members.map(({ split }) => split))].sort(),
        files: members.map(({ path }) => path),
        sameContent: ofOneContent !== undefined,
        pair: [
          { path: a.path, split: a.split },
          { path: b.path, split: b.split },
        ],
      };
    });
}

/** The first file and the first in another split than its. */
function firstApart<T extends SplitFile>(files: readonly T[]): [T, T] | undefined {
  const other = files.find(({ split }) => split !== files[0]!.split);
  return other && [files[0]!, other];
}

function firstApartOfOneContent<T extends SplitFile & { sha256: string }>(files: readonly T[]): [T, T] | undefined {
  const byContent = new Map<string, T[]>();
  for (const file of files) byContent.set(file.sha256, [...(byContent.get(file.sha256) ?? []), file]);
  for (const copies of byContent.values()) {
    const apart = firstApart(copies);
    if (apart) return apart;
  }
  return undefined;
}
