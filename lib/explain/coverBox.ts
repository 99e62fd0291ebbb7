import type { PixelBox } from "./boxRegions.js";

/**
 * Paints over a box so that what lies round it goes on smoothly: a Coons patch, linear between opposite edges (Coons 1967,
 * MIT/LCS/TR-41). A shaft that enters and leaves stays a shaft; a line inside is gone.
 * @param pixels [side, side], changed in place; edges are the pixels just outside the box, or its own at the image's border
 */
export function coverBox(pixels: Uint8Array, side: number, { left, top, right, bottom }: PixelBox): void {
  const [west, north] = [Math.max(0, left - 1), Math.max(0, top - 1)];
  const [east, south] = [Math.min(side - 1, right), Math.min(side - 1, bottom)];
  const before = Uint8Array.from(pixels);
  const at = (x: number, y: number): number => before[y * side + x]!;
  const mix = (a: number, b: number, share: number): number => a + (b - a) * share;
  for (let y = top; y < bottom; y++) {
    const v = (y - north) / Math.max(1, south - north);
    for (let x = left; x < right; x++) {
      const u = (x - west) / Math.max(1, east - west);
      const acrossRows = mix(at(x, north), at(x, south), v);
      const acrossColumns = mix(at(west, y), at(east, y), u);
      const corners = mix(mix(at(west, north), at(east, north), u), mix(at(west, south), at(east, south), u), v);
      pixels[y * side + x] = Math.min(255, Math.max(0, Math.round(acrossRows + acrossColumns - corners)));
    }
  }
}
