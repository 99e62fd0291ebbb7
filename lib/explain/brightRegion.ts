import { pictureInSquare } from "../data/pictureInSquare.js";
import type { Radiograph } from "../data/types.js";
import { otsuThreshold } from "./otsuThreshold.js";

/** So far beyond what is bright the region reaches: over fracture lines, which are dark, and over the edge itself. */
const marginShare = 0.03;

/**
 * What of a picture is bone, as far as brightness tells: above Otsu's threshold, and a margin round it. On 24 simulated
 * radiographs it held 95 % of the bone and 97 % of the fracture lines, and 56 % of the picture, of which bone was 47 %; on
 * real ones nobody has measured it. What it cannot do: metal, markers and thick soft tissue are bright too and count as
 * bone; thin bone may not; and the outline of the region is still that of the bone, bent or broken.
 * @param pixels [side, side], letterboxed as standardize does
 * @param marginPixels added on every side of what is bright; 3 % of the side when left out
 * @returns [side * side] of 0 and 1; all 0 outside the picture, and for one of a single grey
 */
export function brightRegion(
  pixels: Uint8Array,
  side: number,
  radiograph: Pick<Radiograph, "widthPixels" | "heightPixels">,
  marginPixels: number = Math.round(marginShare * side),
): Uint8Array {
  const { left, top, width, height } = pictureInSquare(radiograph, side);
  const counts = new Uint32Array(256);
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) counts[pixels[y * side + x]!]!++;
  }
  const threshold = otsuThreshold(counts);
  const region = new Uint8Array(side * side);
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) {
      if (!(pixels[y * side + x]! > threshold)) continue;
      const [from, to] = [Math.max(left, x - marginPixels), Math.min(left + width, x + marginPixels + 1)];
      const [first, last] = [Math.max(top, y - marginPixels), Math.min(top + height, y + marginPixels + 1)];
      for (let row = first; row < last; row++) region.fill(1, row * side + from, row * side + to);
    }
  }
  return region;
}
