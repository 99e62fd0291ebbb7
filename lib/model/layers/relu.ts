import { nativeBackend, tf } from "../../tensorflow/index.js";

/** max(x, 0). TensorFlow has one op for the gradient; tfjs multiplies by a step function instead. */
export function relu<T extends tf.Tensor>(x: T): T {
  const native = nativeBackend();
  if (!native) return tf.relu(x);
  const type = [native.float32("T")];
  return tf.customGrad((input, save) => {
    const y = native.run("Relu", type, [input as tf.Tensor], 1)[0]!;
    (save as tf.GradSaveFunc)([y]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => native.run("ReluGrad", type, [dy, saved[0]!], 1)[0]!,
    };
  })(x) as T;
}
