/**
 * Logistic regression by gradient descent with L2: what a model without any notion of lines can make of raw pixels.
 * @param features one array of equal length an image @param labels 0 or 1
 * @returns the score of an image, higher = more likely 1
 */
export function fitLogistic(
  features: readonly Float32Array[],
  labels: readonly number[],
  { steps = 300, rate = 0.05, l2 = 0.01 } = {},
): (image: Float32Array) => number {
  const size = features[0]!.length;
  const weights = new Float64Array(size);
  let bias = 0;
  const score = (image: Float32Array): number => {
    let sum = bias;
    for (let k = 0; k < size; k++) sum += weights[k]! * image[k]!;
    return sum;
  };
  for (let step = 0; step < steps; step++) {
    const gradient = new Float64Array(size);
    let biasGradient = 0;
    features.forEach((image, i) => {
      const error = 1 / (1 + Math.exp(-score(image))) - labels[i]!;
      for (let k = 0; k < size; k++) gradient[k]! += error * image[k]!;
      biasGradient += error;
    });
    for (let k = 0; k < size; k++) weights[k]! -= rate * (gradient[k]! / features.length + l2 * weights[k]!);
    bias -= (rate * biasGradient) / features.length;
  }
  return score;
}

/** Letterboxed to 32 x 32 by averaging, grey values in about -0.3 .. 0.7. */
export function pixels32(pixels: Uint8Array, width: number, height: number): Float32Array {
  const longest = Math.max(width, height);
  const [sums, counts] = [new Float32Array(1024), new Float32Array(1024)];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const column = Math.floor(((x + (longest - width) / 2) * 32) / longest);
      const row = Math.floor(((y + (longest - height) / 2) * 32) / longest);
      sums[row * 32 + column]! += pixels[i]! / 255;
      counts[row * 32 + column]! += 1;
    }
  }
  return sums.map((sum, k) => sum / Math.max(1, counts[k]!) - 0.3);
}
