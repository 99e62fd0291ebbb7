import { philoxUniform } from "../../philox.js";
import type { Random } from "../../random.js";
import { nativeBackend, tf } from "../../tensorflow/index.js";

/**
 * Sets a share of the values to zero and scales the rest up, so that the expected sum stays (Srivastava et al. 2014).
 * The mask comes from TensorFlow's stateless generator, keyed by the caller's stream: tfjs's own seeded dropout repeats one
 * mask at every step. Other backends draw the same mask in TypeScript.
 * @param rate share dropped, in [0, 1)
 */
export function dropout<T extends tf.Tensor>(x: T, rate: number, random: Random): T {
  if (rate === 0) return x;
  const mask = uniform(x.shape, [random.seed31(), random.seed31()])
    .greaterEqual(rate)
    .cast("float32")
    .mul(1 / (1 - rate));
  return x.mul<T>(mask);
}

/** Uniform in [0, 1); the same seeds give the same numbers on every backend. */
function uniform(shape: number[], seeds: [number, number]): tf.Tensor {
  const native = nativeBackend();
  if (!native)
    return tf.tensor(
      philoxUniform(
        shape.reduce((a, b) => a * b, 1),
        seeds,
      ),
      shape,
    );
  const attributes = [native.float32("dtype"), native.int32("T"), native.int32("Tseed")];
  const inputs = [tf.tensor1d(shape, "int32"), tf.tensor1d(seeds, "int32")];
  return native.run("StatelessRandomUniform", attributes, inputs, 1)[0]!;
}
