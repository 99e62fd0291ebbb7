/**
 * Drops what speaks against a fracture and divides by the image's largest value, in place.
 * @param heat [n, areaPixels], any finite numbers
 * @returns the same array, in [0, 1]
 */
export function scaleHeat(heat: Float32Array, areaPixels: number): Float32Array {
  for (let start = 0; start < heat.length; start += areaPixels) {
    const image = heat.subarray(start, start + areaPixels);
    let most = 0;
    for (const value of image) if (value > most) most = value;
    for (let p = 0; p < image.length; p++) image[p] = image[p]! > 0 ? image[p]! / most : 0;
  }
  return heat;
}
