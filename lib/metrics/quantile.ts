/**
 * The value below which a share of the numbers lies, with linear interpolation between neighbours (numpy's default,
 * type 7 of Hyndman & Fan 1996).
 * @param sorted rising, at least one
 * @param share in [0, 1]
 * @throws RangeError on no numbers or a share outside [0, 1]
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) throw new RangeError("Expected at least one number. Received: none");
  if (!(share >= 0 && share <= 1)) throw new RangeError(`Expected a share in [0, 1]. Received: ${share}`);
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  return below + 1 < sorted.length ? low + (position - below) * (sorted[below + 1]! - low) : low;
}
