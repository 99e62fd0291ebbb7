import type { Random } from "../../random.js";
import type { Camera } from "./camera.js";

/** 5 x 7. */
const glyphs = {
  L: ["1....", "1....", "1....", "1....", "1....", "1....", "11111"],
  R: ["1111.", "1...1", "1...1", "1111.", "1.1..", "1..1.", "1...1"],
} as const;

/**
 * Stamps a side marker on the picture, where the least of the patient is under it. Letter, size, slant and the places
 * to choose from are drawn without regard to anything else.
 * @param grey changed
 * @param exponents how much of the patient lies under each pixel
 */
export function addMarker(grey: Uint8Array, exponents: Float32Array, random: Random, camera: Camera): void {
  const { widthPixels, heightPixels } = camera;
  const glyph = glyphs[random.pick(["L", "R"] as const)];
  const dotPixels = Math.max(1.3, Math.max(widthPixels, heightPixels) * random.between(0.006, 0.011));
  const white = Math.round(random.between(200, 255));
  const tilt = random.between(-0.2, 0.2);
  const places = Array.from({ length: 10 }, () => ({
    x: widthPixels * random.between(0.06, 0.94),
    y: heightPixels * random.between(0.06, 0.94),
  }));
  const inTheWay = (place: { x: number; y: number }): number =>
    exponents[Math.floor(place.y) * widthPixels + Math.floor(place.x)]!;
  const place = places.reduce((best, other) => (inTheWay(other) < inTheWay(best) ? other : best));
  const cos = Math.cos(tilt) / dotPixels;
  const sin = Math.sin(tilt) / dotPixels;
  const reach = Math.ceil(6 * dotPixels);
  for (let row = Math.max(0, Math.floor(place.y) - reach); row < Math.min(heightPixels, place.y + reach); row++) {
    for (
      let column = Math.max(0, Math.floor(place.x) - reach);
      column < Math.min(widthPixels, place.x + reach);
      column++
    ) {
      const dx = column - place.x;
      const dy = row - place.y;
      const gx = Math.floor(dx * cos + dy * sin + 2.5);
      const gy = Math.floor(dy * cos - dx * sin + 3.5);
      if (glyph[gy]?.[gx] === "1") grey[row * widthPixels + column] = white;
    }
  }
}
