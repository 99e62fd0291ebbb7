import type { WeightArray } from "../lib/model/weights.js";

/**
 * Layer by layer, and within BatchNorm gamma, beta, moving mean, moving variance: the order in which tfjs and Keras set a
 * layer's weights. The project keeps moving statistics apart from parameters.
 */
export function byLayer(weights: readonly WeightArray[]): WeightArray[] {
  const layers = new Map<string, WeightArray[]>();
  for (const array of weights) {
    const layer = array.name.slice(0, array.name.lastIndexOf("/"));
    layers.set(layer, [...(layers.get(layer) ?? []), array]);
  }
  return [...layers.values()].flat();
}

/** All values one after another, as little-endian float32: what numpy and typed arrays read. */
export function floatBytes(weights: readonly WeightArray[]): Buffer {
  return Buffer.concat(weights.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)));
}
