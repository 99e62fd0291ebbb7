import type { ModelConfig } from "./config.js";
import { layersModel } from "./tfjsFormat.js";

/** The layers with their output shapes and weights, as Keras's summary; and how many weights training moves. */
export function modelSummary(config: ModelConfig, imageSize: number): { text: string; trainableWeights: number } {
  const model = layersModel(config, imageSize, false);
  const rows = model.layers.map((layer) => [
    `${layer.name} (${layer.getClassName()})`,
    `[${["batch", ...(layer.outputShape as number[]).slice(1)].join(", ")}]`,
    layer.countParams().toLocaleString("en"),
  ]);
  const table = [["layer", "output", "weights"], ...rows].map(
    ([layer, output, weights]) => `${layer!.padEnd(36)}${output!.padEnd(26)}${weights!.padStart(12)}`,
  );
  const trainableWeights = model.trainableWeights.reduce((sum, { shape }) => sum + sizeOf(shape as number[]), 0);
  const all = model.countParams();
  model.dispose();
  const moving = all - trainableWeights;
  const rest = moving === 0 ? "" : `, ${moving.toLocaleString("en")} are BatchNorm's moving statistics`;
  const moved = `${trainableWeights.toLocaleString("en")} are trained${rest}`;
  return { text: `${table.join("\n")}\n\n${all.toLocaleString("en")} weights: ${moved}.\n`, trainableWeights };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
