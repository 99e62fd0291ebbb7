import * as tf from "@tensorflow/tfjs-node-gpu";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readImages } from "../../lib/data/readImages.js";
import { network, readDataset, type Workload } from "../workload.js";

/** Batch normalisation as the project's default has it. */
const batchNorm = { momentum: 0.9, epsilon: 1e-3 };

/** createCnn's architecture in stock tfjs layers, layer for layer; the last gives the logit. */
export function stockModel(filters: readonly number[], size: number): tf.Sequential {
  const model = tf.sequential();
  filters.forEach((channels, i) => {
    const inputShape = i === 0 ? { inputShape: [size, size, 1] } : {};
    model.add(tf.layers.conv2d({ filters: channels, kernelSize: 3, padding: "same", useBias: false, ...inputShape }));
    model.add(tf.layers.batchNormalization(batchNorm));
    model.add(tf.layers.maxPooling2d({ poolSize: 2, strides: 2 }));
    model.add(tf.layers.reLU());
  });
  model.add(tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" }));
  for (const units of network.denseUnits) {
    model.add(tf.layers.dense({ units, activation: "relu" }));
    model.add(tf.layers.dropout({ rate: network.dropout }));
  }
  model.add(tf.layers.dense({ units: 1 }));
  model.compile({
    optimizer: tf.train.adam(network.learningRate),
    loss: (labels: tf.Tensor, logits: tf.Tensor) => tf.losses.sigmoidCrossEntropy(labels, logits),
  });
  return model;
}

/** The workload's images and labels in memory, as `fit` takes them. @returns [n, size, size, 1] in [0, 1] and [n, 1] */
export function imageTensors(workload: Workload): [tf.Tensor4D, tf.Tensor2D] {
  const dataset = readDataset(workload);
  const { size } = workload;
  const count = dataset.labels.length;
  const bytes = readImages(dataset, [...dataset.labels.keys()]);
  const images = Float32Array.from(bytes, (byte) => byte / 255);
  return [tf.tensor4d(images, [count, size, size, 1]), tf.tensor2d(Float32Array.from(dataset.labels), [count, 1])];
}

/** What this project left in the workload's folder, for the others to begin with. */
export function readWeightsFile({ folder }: Workload): Float32Array {
  return new Float32Array(new Uint8Array(readFileSync(join(folder, "weights.bin"))).buffer);
}

/** @param values layer by layer, as bench/weightsFile.ts orders them */
export function setWeights(model: tf.Sequential, values: Float32Array): void {
  let start = 0;
  for (const layer of model.layers) {
    const tensors = layer.weights.map(({ shape }) => {
      const size = (shape as number[]).reduce((product, n) => product * n, 1);
      return tf.tensor(values.slice(start, (start += size)), shape as number[]);
    });
    if (tensors.length > 0) layer.setWeights(tensors);
    tf.dispose(tensors);
  }
}

/** `fit` without its progress bar, which would cost time. */
export const silent = 0 as unknown as NonNullable<tf.ModelFitArgs["verbose"]>;

export { tf as stockTf };
