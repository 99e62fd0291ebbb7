import { createHash } from "node:crypto";
import { tf } from "../tensorflow/index.js";
import type { Network } from "./network.js";

/** One named array of weights, outside TensorFlow. */
export interface WeightArray {
  name: string;
  shape: number[];
  values: Float32Array;
}

/** All of a network's arrays, parameters first; a copy that later training does not touch. */
export function readWeights(network: Network): WeightArray[] {
  return [...network.parameters, ...network.statistics].map(({ name, variable }) => ({
    name,
    shape: [...variable.shape],
    values: Float32Array.from(variable.dataSync()),
  }));
}

/** @throws RangeError when a name is missing or a shape differs */
export function writeWeights(network: Network, weights: readonly WeightArray[]): void {
  const byName = new Map(weights.map((array) => [array.name, array]));
  for (const { name, variable } of [...network.parameters, ...network.statistics]) {
    const array = byName.get(name);
    if (!array || String(array.shape) !== String(variable.shape)) {
      throw new RangeError(
        `Expected weights ${name} of shape [${String(variable.shape)}]. ` +
          `Received: ${array ? `[${String(array.shape)}]` : `only ${[...byName.keys()].join(", ")}`}`,
      );
    }
    tf.tidy(() => {
      variable.assign(tf.tensor(array.values, array.shape));
    });
  }
}

/** SHA-256 (hex) of names, shapes and bytes: equal exactly when two trainings ended in the same weights. */
export function weightsSha256(weights: readonly WeightArray[]): string {
  const hash = createHash("sha256");
  for (const { name, shape, values } of weights) {
    hash.update(`${name} ${String(shape)}\n`);
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest("hex");
}
