import { joinGroups } from "./joinGroups.js";
import { compareText } from "./manifest.js";
import type { Manifest, Radiograph } from "./types.js";

/** What else says that images belong together: those with the same key do; undefined says nothing. */
export type Tie = (radiograph: Radiograph) => string | undefined;

/**
 * Groups joined wherever a tie says that images of two of them belong together, directly or through others; no group is
 * ever divided. A joined group has the smallest of its old names, so that untouched groups keep theirs.
 */
export function regroup(manifest: Manifest, ties: readonly Tie[]): Manifest {
  const components = joinGroups(
    manifest.radiographs.map((radiograph) => [
      `group ${radiograph.group}`,
      ...ties.flatMap((tie, i) => {
        const key = tie(radiograph);
        return key === undefined ? [] : [`tie ${i} ${key}`];
      }),
    ]),
  );
  const names = new Map<string, string>();
  manifest.radiographs.forEach(({ group }, i) => {
    const known = names.get(components[i]!);
    if (known === undefined || compareText(group, known) < 0) names.set(components[i]!, group);
  });
  const radiographs = manifest.radiographs.map((radiograph, i) => ({
    ...radiograph,
    group: names.get(components[i]!)!,
  }));
  return { ...manifest, radiographs };
}

export function countGroups({ radiographs }: Pick<Manifest, "radiographs">): number {
  return new Set(radiographs.map(({ group }) => group)).size;
}
