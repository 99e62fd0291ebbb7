import { nativeBackend, tf } from "../../tensorflow/index.js";

/**
 * Mean over height and width. Its gradient is one broadcast; tfjs multiplies by a tensor of ones.
 * @param x [batch, h, w, channels]
 * @returns [batch, channels]
 */
export function globalAveragePool(x: tf.Tensor4D): tf.Tensor2D {
  const native = nativeBackend();
  if (!native) return x.mean<tf.Tensor2D>([1, 2]);
  const [batch, height, width, channels] = x.shape;
  return tf.customGrad((input) => {
    const gradFunc = (dy: tf.Tensor): tf.Tensor => {
      const each = dy.div(height * width).reshape([batch, 1, 1, channels]);
      const attributes = [native.float32("T"), native.int32("Tidx")];
      return native.run("BroadcastTo", attributes, [each, tf.tensor1d(x.shape, "int32")], 1)[0]!;
    };
    return { value: (input as tf.Tensor).mean([1, 2]), gradFunc };
  })(x) as tf.Tensor2D;
}
