import { tf } from "../tensorflow/index.js";
import type { ModelConfig } from "./config.js";
import { foldBatchNorm } from "./foldBatchNorm.js";
import { addBias } from "./layers/addBias.js";
import { biasPoolRelu } from "./layers/biasPoolRelu.js";
import type { InferenceNetwork } from "./network.js";
import type { WeightArray } from "./weights.js";

/** createCnn's network for prediction: weights as they are now, BatchNorm folded into the convolutions. */
export function createInferenceCnn(config: ModelConfig, weights: readonly WeightArray[]): InferenceNetwork {
  const tensors = new Map<string, tf.Tensor>(
    foldBatchNorm(weights, config.batchNorm.epsilon).map(({ name, values, shape }) => [name, tf.tensor(values, shape)]),
  );
  const weight = <T extends tf.Tensor>(name: string): T => tensors.get(name) as T;
  const affine = (x: tf.Tensor2D, name: string): tf.Tensor2D =>
    addBias(x.matMul(weight(`${name}/kernel`)) as tf.Tensor2D, weight(`${name}/bias`));
  return {
    logits: (images) =>
      tf.tidy(() => {
        let x = images; // [b, s, s, 1]
        for (let i = 1; i <= config.filters.length; i++) {
          x = biasPoolRelu(tf.conv2d(x, weight<tf.Tensor4D>(`conv${i}/kernel`), 1, "same"), weight(`conv${i}/bias`));
        }
        let h = x.mean<tf.Tensor2D>([1, 2]); // [b, filters]
        for (let i = 1; i <= config.denseUnits.length; i++) h = tf.relu(affine(h, `dense${i}`));
        return affine(h, "logit"); // [b, 1]
      }),
    dispose: () => {
      tf.dispose([...tensors.values()]);
    },
  };
}
