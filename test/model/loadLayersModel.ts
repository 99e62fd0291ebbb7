import type { TfjsFiles } from "../../lib/model/tfjsFormat.js";
import { tf, type ModelJson } from "../../lib/tensorflow/index.js";

/** Opens exported files as any TensorFlow.js does. */
export function loadLayersModel(files: TfjsFiles): Promise<tf.LayersModel> {
  const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(files["model.json"])) as ModelJson;
  const weightData = Uint8Array.from(files["weights.bin"]).buffer;
  return tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0]!.weights, weightData }));
}
