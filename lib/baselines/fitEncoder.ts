import { compareText } from "../data/manifest.js";
import { mean } from "../metrics/mean.js";
import type { Traits } from "./traits.js";

/** Turns traits into features as the training images taught it. */
export interface Encoder {
  /** Features an image; 0 when the training images are all alike. */
  width: number;
  encode(traits: Traits): Float64Array;
  /** Whether some name of it is one that training does not know: the image then counts as average in that. */
  hasUnknownName(traits: Traits): boolean;
}

/** A name that fewer training images bear gets no feature of its own: it would be learnt by heart. */
const leastImagesOfName = 5;

/**
 * Every number, and every name as 0 or 1, standardised to mean 0 and standard deviation 1 over the training images. What is
 * the same in all of them is left out.
 * @param training of one kind: as many numbers and as many names in each
 */
export function fitEncoder(training: readonly Traits[]): Encoder {
  const { numbers = [], names = [] } = training[0] ?? {};
  const known = names.map((_, place) => commonNames(training.map((traits) => traits.names[place]!)));
  const raw = (traits: Traits): number[] => [
    ...traits.numbers,
    ...known.flatMap((common, place) => common.map((name) => Number(traits.names[place] === name))),
  ];
  const placeOfFeature = [
    ...numbers.map(() => undefined),
    ...known.flatMap((common, place) => common.map(() => place)),
  ];
  const rows = training.map(raw);
  const features = placeOfFeature
    .map((place, k) => {
      const column = rows.map((row) => row[k]!);
      const average = mean(column);
      const deviation = Math.sqrt(mean(column.map((value) => (value - average) ** 2)));
      const isConstant = column.every((value) => value === column[0]);
      return { k, place, average, deviation, isConstant };
    })
    .filter(({ isConstant }) => !isConstant);
  const isUnknown = (traits: Traits, place: number): boolean => !known[place]!.includes(traits.names[place]!);
  return {
    width: features.length,
    encode: (traits) => {
      const values = raw(traits);
      return Float64Array.from(features, ({ k, place, average, deviation }) =>
        place !== undefined && isUnknown(traits, place) ? 0 : (values[k]! - average) / deviation,
      );
    },
    hasUnknownName: (traits) => known.some((_, place) => isUnknown(traits, place)),
  };
}

function commonNames(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts.keys()].filter((name) => counts.get(name)! >= leastImagesOfName).sort(compareText);
}
