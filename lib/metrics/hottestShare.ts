/**
 * Marks the hottest pixels of a map: each with 1 until `count` are taken, and equal ones at the border with an equal part,
 * as if chance chose among them. So a flat map marks every pixel alike.
 * @param heat any finite numbers
 * @param count pixels to mark, above 0 and at most all
 * @returns [pixels] in [0, 1], with the sum `count`
 */
export function hottestShare(heat: Float32Array, count: number): Float64Array {
  const rising = Float32Array.from(heat).sort();
  const border = rising[rising.length - Math.ceil(count)]!;
  let [above, equal] = [0, 0];
  for (const value of heat) {
    if (value > border) above++;
    else if (value === border) equal++;
  }
  return Float64Array.from(heat, (value) => (value > border ? 1 : value === border ? (count - above) / equal : 0));
}
