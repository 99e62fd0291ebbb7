import { colors } from "./theme.js";

/** Even the hottest place stays see-through. */
const mostOpacity = 0.6;

/**
 * Lays heat over a grey picture: the more of one colour, the hotter. One hue that colour-blind readers tell from grey, so that
 * order is by strength alone.
 * @param pixels [n], 0 .. 255
 * @param heat [n], in [0, 1]
 * @returns [n, 3], 0 .. 255
 */
export function overlayHeat(pixels: Uint8Array, heat: Float32Array): Uint8Array {
  const hue = [1, 3, 5].map((at) => parseInt(colors.heat.slice(at, at + 2), 16));
  const out = new Uint8Array(pixels.length * 3);
  for (let p = 0; p < pixels.length; p++) {
    const opacity = mostOpacity * heat[p]!;
    for (let c = 0; c < 3; c++) out[p * 3 + c] = Math.round(pixels[p]! * (1 - opacity) + hue[c]! * opacity);
  }
  return out;
}
