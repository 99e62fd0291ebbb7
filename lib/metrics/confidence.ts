/** Share of intervals that should hold the truth: the levels that people report. */
export type Confidence = 0.9 | 0.95 | 0.99;

const zByConfidence = new Map<number, number>([
  [0.9, 1.6448536269514722],
  [0.95, 1.959963984540054],
  [0.99, 2.5758293035489004],
]);

/** Standard normal deviates lie within plus and minus this in `confidence` of the cases. @throws RangeError on another level */
export function twoSidedZ(confidence: Confidence): number {
  const z = zByConfidence.get(confidence);
  if (z === undefined) throw new RangeError(`Expected a confidence of 0.9, 0.95 or 0.99. Received: ${confidence}`);
  return z;
}
