import type { WeightArray } from "./weights.js";

/**
 * The same network without BatchNorm, for prediction: each convolution's kernel is scaled, and gets a bias, as the moving
 * statistics would do to its output (gamma / sqrt(variance + epsilon) is one factor a channel).
 * @param weights as readWeights gives them: conv1/kernel, norm1/gamma, norm1/beta, norm1/moving_mean …
 * @param epsilon the network's own
 * @returns conv1/kernel, conv1/bias …; everything else as it was, and all of a network without BatchNorm
 */
export function foldBatchNorm(weights: readonly WeightArray[], epsilon: number): WeightArray[] {
  const byName = new Map(weights.map((array) => [array.name, array.values]));
  return weights.flatMap((array) => {
    if (array.name.startsWith("norm")) return [];
    const number = /^conv(\d+)\/kernel$/.exec(array.name)?.[1];
    if (number === undefined || !byName.has(`norm${number}/gamma`)) return [array];
    const of = (name: string): Float32Array => byName.get(`norm${number}/${name}`)!;
    const [gamma, beta, mean, variance] = [of("gamma"), of("beta"), of("moving_mean"), of("moving_variance")];
    const factor = Float64Array.from(gamma, (value, c) => value / Math.sqrt(variance[c]! + epsilon));
    const kernel = array.values.map((value, i) => value * factor[i % factor.length]!); // channels come last
    const bias = beta.map((value, c) => value - mean[c]! * factor[c]!);
    return [
      { ...array, values: kernel },
      { name: `conv${number}/bias`, shape: [bias.length], values: bias },
    ];
  });
}
