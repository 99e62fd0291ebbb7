import type { ModelConfig } from "./config.js";
import { layersModel } from "./tfjsFormat.js";

/** What one image costs a network: its weights, and the multiplications of its convolutions and dense layers. */
export function networkCost(config: ModelConfig, imageSize: number): { weights: number; multiplyAdds: number } {
  const model = layersModel(config, imageSize, false);
  const weights = model.countParams();
  const multiplyAdds = model.layers.reduce((sum, { weights: [kernel], outputShape, name }) => {
    if (!kernel || name.startsWith("norm")) return sum;
    const positions = (outputShape as number[]).slice(1, -1).reduce((product, length) => product * length, 1);
    return sum + positions * kernel.shape.reduce<number>((product, length) => product * length!, 1);
  }, 0);
  model.dispose();
  return { weights, multiplyAdds };
}
