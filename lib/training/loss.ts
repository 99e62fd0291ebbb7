import { tf } from "../tensorflow/index.js";
import type { LossConfig } from "./config.js";

/**
 * Mean binary cross-entropy on logits: max(x, 0) - x y + log(1 + exp(-|x|)), which never overflows; its gradient is
 * (sigmoid(x) - y) / n, exact where that of the formula's own terms cancels.
 * @param logits [batch, 1]
 * @param labels [batch, 1], 0 or 1
 * @param classWeights weight of an image by its class
 */
export function sigmoidCrossEntropy(
  logits: tf.Tensor2D,
  labels: tf.Tensor2D,
  classWeights: readonly [number, number],
): tf.Scalar {
  const weights = labels.mul(classWeights[1] - classWeights[0]).add(classWeights[0]); // [batch, 1]
  return tf.customGrad((...args) => {
    const [x, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
    const perImage = x.relu().sub(x.mul(labels)).add(x.abs().neg().exp().log1p()); // [batch, 1]
    save([x, labels, weights]);
    const gradFunc = (dy: tf.Tensor, [logit, label, weight]: tf.Tensor[]): tf.Tensor =>
      logit!.sigmoid().sub(label!).mul(weight!).mul(dy.div(x.size));
    return { value: perImage.mul(weights).mean(), gradFunc };
  })(logits) as tf.Scalar;
}

/**
 * Mean focal loss on logits, (1 - p)^gamma times the cross-entropy, p being the probability of the image's own class
 * (Lin et al. 2017, arXiv:1708.02002, equation 4): easy images count for less. Class weights take alpha's place. Gradient by
 * its closed form, with z = x or -x by class: -sigmoid(-z)^gamma (gamma sigmoid(z) log(1 + exp(-z)) + sigmoid(-z)).
 * @param logits [batch, 1]
 * @param labels [batch, 1], 0 or 1
 * @param classWeights weight of an image by its class
 * @param gamma at least 0; 0 is {@link sigmoidCrossEntropy}
 */
export function sigmoidFocal(
  logits: tf.Tensor2D,
  labels: tf.Tensor2D,
  classWeights: readonly [number, number],
  gamma: number,
): tf.Scalar {
  const signs = labels.mul(2).sub(1); // [batch, 1], -1 or 1
  const weights = labels.mul(classWeights[1] - classWeights[0]).add(classWeights[0]); // [batch, 1]
  return tf.customGrad((...args) => {
    const [x, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
    const z = x.mul(signs);
    const entropy = z.neg().relu().add(z.abs().neg().exp().log1p()); // log(1 + exp(-z)), which never overflows
    const miss = z.neg().sigmoid(); // 1 - p
    const ease = miss.pow(gamma).mul(weights);
    save([z, entropy, miss, ease, signs]);
    const gradFunc = (dy: tf.Tensor, [margin, ce, missed, weight, sign]: tf.Tensor[]): tf.Tensor => {
      const slope = margin!.sigmoid().mul(ce!).mul(gamma).add(missed!);
      return slope.mul(weight!).mul(sign!).mul(dy.div(-x.size));
    };
    return { value: entropy.mul(ease).mean(), gradFunc };
  })(logits) as tf.Scalar;
}

/** The loss that a config asks for. */
export function lossOf(
  { kind, gamma }: LossConfig,
  logits: tf.Tensor2D,
  labels: tf.Tensor2D,
  classWeights: readonly [number, number],
): tf.Scalar {
  return kind === "bce"
    ? sigmoidCrossEntropy(logits, labels, classWeights)
    : sigmoidFocal(logits, labels, classWeights, gamma);
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
