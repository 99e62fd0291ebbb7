import { tf } from "../tensorflow/index.js";
import type { ModelConfig } from "./config.js";
import { foldBatchNorm } from "./foldBatchNorm.js";
import { addBias } from "./layers/addBias.js";
import { biasPoolRelu } from "./layers/biasPoolRelu.js";
import { flatten } from "./layers/flatten.js";
import type { InferenceNetwork } from "./network.js";
import type { WeightArray } from "./weights.js";

/** createCnn's network for prediction: weights as they are now, BatchNorm folded into the convolutions. */
export function createInferenceCnn(config: ModelConfig, weights: readonly WeightArray[]): InferenceNetwork {
  const tensors = new Map<string, tf.Tensor>(
    foldBatchNorm(weights, config.batchNorm.epsilon).map(({ name, values, shape }) => [name, tf.tensor(values, shape)]),
  );
  const weight = (name: string): tf.Tensor => tensors.get(name)!;
  const blocks = config.filters.map((_, i) => ({
    kernel: weight(`conv${i + 1}/kernel`) as tf.Tensor4D,
    bias: weight(`conv${i + 1}/bias`) as tf.Tensor1D,
  }));
  const dense = (x: tf.Tensor2D, name: string): tf.Tensor2D =>
    addBias(x.matMul(weight(`${name}/kernel`)) as tf.Tensor2D, weight(`${name}/bias`));
  const features = (images: tf.Tensor4D): tf.Tensor4D =>
    tf.tidy(() => {
      let x = images; // [b, s, s, 1]
      for (const { kernel, bias } of blocks) x = biasPoolRelu(tf.conv2d(x, kernel, 1, "same"), bias); // [b, s / 2, s / 2, filters]
      return x;
    });
  const head = (last: tf.Tensor4D): tf.Tensor2D =>
    tf.tidy(() => {
      // [b, h, w, filters] -> [b, filters], or [b, h * w * filters]
      let h = config.head === "gap" ? last.mean<tf.Tensor2D>([1, 2]) : flatten(last);
      for (let i = 1; i <= config.denseUnits.length; i++) h = tf.relu(dense(h, `dense${i}`));
      return dense(h, "logit"); // [b, 1]
    });
  return {
    logits: (images) => tf.tidy(() => head(features(images))),
    features,
    head,
    dispose: () => {
      tf.dispose([...tensors.values()]);
    },
  };
}
