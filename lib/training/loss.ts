import { tf } from "../tensorflow/index.js";

/**
 * Mean binary cross-entropy on logits: max(x, 0) - x y + log(1 + exp(-|x|)), which never overflows.
 * @param logits [batch, 1]
 * @param labels [batch, 1], 0 or 1
 * @param classWeights weight of an image by its class
 */
export function sigmoidCrossEntropy(
  logits: tf.Tensor2D,
  labels: tf.Tensor2D,
  classWeights: readonly [number, number],
): tf.Scalar {
  const perImage = logits.relu().sub(logits.mul(labels)).add(logits.abs().neg().exp().log1p()); // [batch, 1]
  const weights = labels.mul(classWeights[1] - classWeights[0]).add(classWeights[0]);
  return perImage.mul(weights).mean();
}

/** n / (2 n_class) for each class, or 1 and 1. @throws RangeError when a class has no image */
export function classWeightsOf(labels: Uint8Array, rule: "balanced" | "none"): [number, number] {
  const fractured = labels.reduce((sum, label) => sum + label, 0);
  const intact = labels.length - fractured;
  if (fractured === 0 || intact === 0) {
    throw new RangeError(
      `Expected both classes in training. Received: ${fractured} fractured of ${labels.length} images`,
    );
  }
  return rule === "none" ? [1, 1] : [labels.length / (2 * intact), labels.length / (2 * fractured)];
}
