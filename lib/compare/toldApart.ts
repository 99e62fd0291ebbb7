/** The level that p-values are held against, as the minimum detectable difference assumes. */
export const alpha = 0.05;

/** Models are told apart where every test that is asked says so. @param pValues corrected for all comparisons made */
export function isToldApart(...pValues: readonly number[]): boolean {
  return pValues.every((p) => p < alpha);
}
