import type { Random } from "../random.js";
import type { tf } from "../tensorflow/index.js";

/** A named tensor of a network, by TFJS layers-model names such as "conv1/kernel". */
export interface NamedVariable {
  name: string;
  variable: tf.Variable;
}

/** What the training loop needs of any architecture. */
export interface Network {
  /** Side of the square input in pixels. */
  readonly imageSize: number;
  /** What the optimizer moves. */
  readonly parameters: readonly NamedVariable[];
  /** What moves by itself: BatchNorm's moving mean and variance. */
  readonly statistics: readonly NamedVariable[];
  /**
   * One training pass; call inside a gradient function.
   * @param images [batch, imageSize, imageSize, 1] in [0, 1]
   * @param random stream of this step's dropout masks
   * @returns logits, [batch, 1]
   */
  forwardTraining(images: tf.Tensor4D, random: Random): tf.Tensor2D;
  /** A copy for prediction: faster, and untouched by later training. */
  toInference(): InferenceNetwork;
  dispose(): void;
}

/** A network that only answers: the same images always give the same logits, and logits(x) = head(features(x)). */
export interface InferenceNetwork {
  /** @param images [batch, imageSize, imageSize, 1] in [0, 1] @returns [batch, 1] */
  logits(images: tf.Tensor4D): tf.Tensor2D;
  /** The last map that still knows where: not below 0, not differentiable. @returns [batch, h, w, channels] */
  features(images: tf.Tensor4D): tf.Tensor4D;
  /** What follows the last map; differentiable, which explanations need. @returns [batch, 1] */
  head(features: tf.Tensor4D): tf.Tensor2D;
  dispose(): void;
}
