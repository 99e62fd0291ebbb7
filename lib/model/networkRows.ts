import { createRandom } from "../random.js";
import { createCnn } from "./cnn.js";
import type { ModelConfig } from "./config.js";

/** One row a layer with weights, as Keras's summary: kernels, BatchNorm, biases, and how many numbers each holds. */
export function networkRows(
  config: ModelConfig,
  imageSize: number,
): { layer: string; shape: string; weights: number }[] {
  const network = createCnn(config, imageSize, createRandom(0));
  const rows = [...network.parameters].map(({ name, variable }) => ({
    layer: name,
    shape: variable.shape.join(" x "),
    weights: variable.size,
  }));
  network.dispose();
  return [...rows, { layer: "all", shape: "", weights: rows.reduce((sum, { weights }) => sum + weights, 0) }];
}
