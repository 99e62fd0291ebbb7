import { loadFractureMask } from "../data/phantom/index.js";
import type { Dataset, Manifest } from "../data/types.js";

/**
 * Which pixels of the network's input show a fracture, by the phantom's exact masks: those that any pixel of the mask falls on.
 * @returns [n, imageSize²] of 0 and 1; all 0 for an intact image, and in a set that is not the phantom's, which has no masks
 * @throws UserError when a mask file is missing
 */
export async function maskRegions(manifest: Manifest, { radiographs, imageSize }: Dataset): Promise<Uint8Array[]> {
  if (manifest.source !== "phantom") return radiographs.map(() => new Uint8Array(imageSize * imageSize));
  const regions: Uint8Array[] = [];
  for (const radiograph of radiographs) {
    const { bits, widthPixels, heightPixels } = await loadFractureMask(manifest, radiograph);
    const inside = new Uint8Array(imageSize * imageSize);
    const longer = Math.max(widthPixels, heightPixels);
    const toSquare = (p: number, length: number): number =>
      Math.floor(((p + 0.5 + (longer - length) / 2) / longer) * imageSize);
    for (let y = 0; y < heightPixels; y++) {
      const row = toSquare(y, heightPixels) * imageSize;
      for (let x = 0; x < widthPixels; x++) {
        if (bits[y * widthPixels + x]) inside[row + toSquare(x, widthPixels)] = 1;
      }
    }
    regions.push(inside);
  }
  return regions;
}
