import type { Random } from "../random.js";
import { tf } from "../tensorflow/index.js";

/**
 * Normal weights of variance 2 / fan-in, which keeps the size of ReLU activations from layer to layer
 * (He et al. 2015, arXiv:1502.01852).
 * @param shape [..., in, out]; fan-in is the product of all but the last
 */
export function heNormal(shape: number[], random: Random): tf.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const deviation = Math.sqrt((2 * shape.at(-1)!) / size);
  return tf.tensor(
    Float32Array.from({ length: size }, () => random.normal() * deviation),
    shape,
  );
}
