import type { Network } from "../../lib/model/network.js";
import { readWeights, writeWeights } from "../../lib/model/weights.js";
import { createRandom } from "../../lib/random.js";

/** Weights as a long training might leave them: gamma of either sign, statistics far from their start, kernels as they are. */
export function randomizeNorms(network: Network, seed: number): void {
  const random = createRandom(seed);
  writeWeights(
    network,
    readWeights(network).map((array) => {
      if (array.name.endsWith("/kernel")) return array;
      const isVariance = array.name.endsWith("/moving_variance");
      const values = array.values.map(() => (isVariance ? random.between(0.05, 4) : random.normal()));
      return { ...array, values };
    }),
  );
}
