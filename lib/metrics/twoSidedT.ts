import { twoSidedZ, type Confidence } from "./confidence.js";

/**
 * Student's t deviates lie within plus and minus this in `confidence` of the cases: exact for 1 and 2 degrees of freedom,
 * from 3 on the expansion about the normal (Abramowitz & Stegun 26.7.5), at most 1 % too small.
 * @param degrees of freedom, 1 or more
 * @throws RangeError on another level
 */
export function twoSidedT(confidence: Confidence, degrees: number): number {
  const z = twoSidedZ(confidence);
  if (degrees === 1) return Math.tan((confidence * Math.PI) / 2);
  if (degrees === 2) return confidence * Math.sqrt(2 / (1 - confidence ** 2));
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, k) => sum + term / degrees ** (k + 1), z);
}
