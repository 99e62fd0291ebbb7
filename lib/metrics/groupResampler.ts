import type { Random } from "../random.js";

/** Image numbers, rising. */
export interface GroupResampler {
  /** Of as many groups as there are, drawn with replacement; an image as often as its group. */
  draw: () => Uint32Array;
  /**
   * Of all groups but one, for each group in turn; beyond 200 groups, of all but one bundle of them for 200 bundles.
   * None when there is only one group: without it nothing is left.
   */
  withoutEach: () => Uint32Array[];
}

/** A jackknife of 10,000 groups would cost ten bootstraps; over bundles its skewness comes out alike. */
const mostJackknifed = 200;

/**
 * Draws whole groups of images.
 * @param groups one name an image
 * @throws RangeError on no images
 */
export function groupResampler(groups: readonly string[], random: Random): GroupResampler {
  if (groups.length === 0) throw new RangeError("Expected at least one image. Received: none");
  const names = [...new Set(groups)].sort(); // sorted: the draw does not depend on the order of the files
  const numberOf = new Map(names.map((name, number) => [name, number]));
  const groupOf = Uint32Array.from(groups, (name) => numberOf.get(name)!);
  const timesDrawn = new Uint32Array(names.length);
  return {
    draw: () => {
      timesDrawn.fill(0);
      for (let g = 0; g < names.length; g++) timesDrawn[random.integer(names.length)]!++;
      return imagesDrawn(groupOf, timesDrawn);
    },
    withoutEach: () => {
      if (names.length === 1) return [];
      const bundles = Math.min(names.length, mostJackknifed);
      return Array.from({ length: bundles }, (_, left) =>
        imagesDrawn(
          groupOf,
          Uint32Array.from(names, (_, g) => (g % bundles === left ? 0 : 1)),
        ),
      );
    },
  };
}

function imagesDrawn(groupOf: Uint32Array, timesDrawn: Uint32Array): Uint32Array {
  let total = 0;
  for (const group of groupOf) total += timesDrawn[group]!;
  const drawn = new Uint32Array(total);
  let next = 0;
  for (let image = 0; image < groupOf.length; image++) {
    for (let t = timesDrawn[groupOf[image]!]!; t > 0; t--) drawn[next++] = image;
  }
  return drawn;
}
