import type { Camera } from "./camera.js";
import type { Affine } from "./geometry.js";

/**
 * Calls `visit(index, u, s)` for every pixel whose local position lies in |u| <= maxU, minS <= s <= maxS.
 * @param toLocal pixel corner coordinates -> (u, s)
 */
export function scanRectangle(
  camera: Camera,
  toLocal: Affine,
  maxU: number,
  minS: number,
  maxS: number,
  visit: (index: number, u: number, s: number) => void,
): void {
  const { widthPixels, heightPixels } = camera;
  for (let row = 0; row < heightPixels; row++) {
    const u0 = toLocal.xy * (row + 0.5) + toLocal.x0 + toLocal.xx * 0.5;
    const s0 = toLocal.yy * (row + 0.5) + toLocal.y0 + toLocal.yx * 0.5;
    const [fromU, toU] = columnsBetween(toLocal.xx, u0, -maxU, maxU);
    const [fromS, toS] = columnsBetween(toLocal.yx, s0, minS, maxS);
    const from = Math.max(0, Math.ceil(Math.max(fromU, fromS)));
    const to = Math.min(widthPixels - 1, Math.floor(Math.min(toU, toS)));
    for (let column = from; column <= to; column++) {
      visit(row * widthPixels + column, u0 + toLocal.xx * column, s0 + toLocal.yx * column);
    }
  }
}

/** The columns at which slope * column + start lies between low and high. */
function columnsBetween(slope: number, start: number, low: number, high: number): [number, number] {
  if (Math.abs(slope) < 1e-9) return start >= low && start <= high ? [-Infinity, Infinity] : [Infinity, -Infinity];
  const a = (low - start) / slope;
  const b = (high - start) / slope;
  return a < b ? [a, b] : [b, a];
}
