import type { Random } from "../../random.js";
import { tf } from "../../tensorflow/index.js";

/**
 * Sets a share of the values to zero and scales the rest up, so that the expected sum stays (Srivastava et al. 2014).
 * The mask comes from the caller's stream: tfjs's own seeded dropout repeats one mask at every step.
 * @param rate share dropped, in [0, 1)
 */
export function dropout(x: tf.Tensor2D, rate: number, random: Random): tf.Tensor2D {
  if (rate === 0) return x;
  const keptScale = 1 / (1 - rate);
  const mask = Float32Array.from({ length: x.size }, () => (random.uniform() < rate ? 0 : keptScale));
  return x.mul(tf.tensor2d(mask, x.shape));
}
