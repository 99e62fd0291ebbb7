import { z } from "zod";
import { tf, type ModelArtifacts } from "../tensorflow/index.js";
import type { ModelConfig } from "./config.js";
import type { WeightArray } from "./weights.js";

/** The two files of a TFJS layers model; any TensorFlow.js, a browser's too, opens them with tf.loadLayersModel. */
export interface TfjsFiles {
  "model.json": Uint8Array;
  "weights.bin": Uint8Array;
}

/**
 * Writes the CNN as a TFJS layers model: [batch, imageSize, imageSize, 1] in [0, 1] -> probability of "fractured" [batch, 1].
 * @param weights as readWeights gives them, or as foldBatchNorm does: then the model has no BatchNorm layers
 */
export async function toTfjsFiles(
  config: ModelConfig,
  imageSize: number,
  weights: readonly WeightArray[],
): Promise<TfjsFiles> {
  const isFolded = weights.some(({ name }) => name === "conv1/bias");
  const model = layersModel(config, imageSize, isFolded);
  const byName = new Map(weights.map((array) => [array.name, array]));
  for (const layer of model.layers) {
    const tensors = layer.weights.map((weight) => {
      const { values, shape } = byName.get(weight.originalName)!;
      return tf.tensor(values, shape);
    });
    if (tensors.length > 0) layer.setWeights(tensors);
    tf.dispose(tensors);
  }
  let files: TfjsFiles | undefined;
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      files = pack(artifacts);
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } });
    }),
  );
  model.dispose();
  return files!;
}

/** @throws RangeError, a part of a sentence, when model.json is no layers model or weights.bin is not its own */
export function fromTfjsFiles(files: TfjsFiles): WeightArray[] {
  const specs = weightSpecs(files["model.json"]);
  const valueCount = specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const bytes = Uint8Array.from(files["weights.bin"]).buffer; // a copy that begins where a number may
  if (bytes.byteLength !== 4 * valueCount) {
    throw new RangeError(`expected ${4 * valueCount} bytes of weights. Received: ${bytes.byteLength}`);
  }
  let at = 0;
  return specs.map(({ name, shape }) => {
    const values = new Float32Array(bytes, at, sizeOf(shape));
    at += values.byteLength;
    return { name, shape, values };
  });
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

const specsSchema = z.object({
  weightsManifest: z.array(
    z.object({
      weights: z.array(
        z.object({ name: z.string(), shape: z.array(z.int().nonnegative()), dtype: z.literal("float32") }),
      ),
    }),
  ),
});

function weightSpecs(modelJson: Uint8Array) {
  try {
    const { weightsManifest } = specsSchema.parse(JSON.parse(new TextDecoder().decode(modelJson)));
    return weightsManifest.flatMap(({ weights }) => weights);
  } catch {
    throw new RangeError("model.json does not describe weights");
  }
}

/**
 * The CNN as TFJS layers, with weights of their own: ReLU after pooling and no convolution bias before BatchNorm, as
 * createCnn explains.
 * @param isFolded without BatchNorm layers, as foldBatchNorm leaves them
 */
export function layersModel(config: ModelConfig, imageSize: number, isFolded: boolean): tf.Sequential {
  const hasNorms = config.normalization === "batch" && !isFolded;
  const model = tf.sequential({ name: "fracture_cnn" });
  config.filters.forEach((filters, i) => {
    const conv = { filters, kernelSize: config.kernelSize, padding: "same" as const, useBias: !hasNorms };
    const inputShape = i === 0 ? { inputShape: [imageSize, imageSize, 1] } : {};
    model.add(tf.layers.conv2d({ name: `conv${i + 1}`, ...conv, ...inputShape }));
    if (hasNorms) model.add(tf.layers.batchNormalization({ name: `norm${i + 1}`, ...config.batchNorm }));
    model.add(tf.layers.maxPooling2d({ name: `pool${i + 1}`, poolSize: 2, strides: 2 }));
    model.add(tf.layers.activation({ name: `relu${i + 1}`, activation: "relu" }));
  });
  model.add(
    config.head === "gap"
      ? tf.layers.globalAveragePooling2d({ name: "average", dataFormat: "channelsLast" })
      : tf.layers.flatten({ name: "flatten" }),
  );
  config.denseUnits.forEach((units, i) => {
    model.add(tf.layers.dense({ name: `dense${i + 1}`, units, activation: "relu" }));
    model.add(tf.layers.dropout({ name: `dropout${i + 1}`, rate: config.dropout }));
  });
  model.add(tf.layers.dense({ name: "logit", units: 1, activation: "sigmoid" }));
  return model;
}

function pack(artifacts: ModelArtifacts): TfjsFiles {
  const weights = new Uint8Array(artifacts.weightData as ArrayBuffer);
  const model = {
    format: "layers-model",
    generatedBy: artifacts.generatedBy,
    convertedBy: null,
    modelTopology: artifacts.modelTopology,
    weightsManifest: [{ paths: ["weights.bin"], weights: artifacts.weightSpecs }],
  };
  return { "model.json": new TextEncoder().encode(JSON.stringify(model)), "weights.bin": weights };
}
