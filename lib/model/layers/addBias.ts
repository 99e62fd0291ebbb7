import { nativeBackend, tf } from "../../tensorflow/index.js";

/**
 * x + bias, with one TensorFlow op for each gradient; tfjs sums by way of general broadcasting.
 * @param x [..., channels]
 * @param bias [channels]
 */
export function addBias<T extends tf.Tensor>(x: T, bias: tf.Tensor): T {
  const native = nativeBackend();
  if (!native) return x.add<T>(bias);
  const attributes = [native.float32("T"), native.string("data_format", "NHWC")];
  return tf.customGrad((...args) => {
    const [input, offset] = args as [tf.Tensor, tf.Tensor];
    const gradFunc = (dy: tf.Tensor): tf.Tensor[] => [dy, native.run("BiasAddGrad", attributes, [dy], 1)[0]!];
    return { value: native.run("BiasAdd", attributes, [input, offset], 1)[0]!, gradFunc };
  })(x, bias) as T;
}
