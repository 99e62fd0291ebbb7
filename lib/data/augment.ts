import type { Random } from "../random.js";
import { nativeBackend, tf } from "../tensorflow/index.js";
import type { AugmentConfig } from "./augmentConfig.js";

/**
 * Moves, turns, scales, mirrors and recontrasts each image on its own; one resampling for all of it.
 * @param images [batch, s, s, 1] in [0, 1]
 * @returns the same shape and range; what comes in from outside is black
 */
export function augmentBatch(images: tf.Tensor4D, config: AugmentConfig, random: Random): tf.Tensor4D {
  const [batch, side] = images.shape;
  const transforms = new Float32Array(batch * 8);
  const contrast = new Float32Array(batch);
  for (let i = 0; i < batch; i++) {
    transforms.set(randomTransform(side, config, random), i * 8);
    contrast[i] = 1 + random.between(-config.contrastShare, config.contrastShare);
  }
  return tf.tidy(() => {
    const moved = projectiveTransform(images, tf.tensor2d(transforms, [batch, 8])); // [batch, s, s, 1]
    const factor = tf.tensor4d(contrast, [batch, 1, 1, 1]);
    return moved.mul<tf.Tensor4D>(factor).clipByValue(0, 1) as tf.Tensor4D; // about black, so that the surround stays black
  });
}

/**
 * The eight numbers of a map from output to input pixels about the image's centre:
 * x' = (a0 x + a1 y + a2), y' = (a3 x + a4 y + a5); the perspective part is zero.
 */
function randomTransform(side: number, config: AugmentConfig, random: Random): number[] {
  const mirror = random.uniform() < config.flipProb ? -1 : 1;
  const angle = (random.between(-config.rotationDegrees, config.rotationDegrees) * Math.PI) / 180;
  const scale = 1 / (1 + random.between(-config.zoomShare, config.zoomShare));
  const shiftX = random.between(-config.shiftShare, config.shiftShare) * side;
  const shiftY = random.between(-config.shiftShare, config.shiftShare) * side;
  const centre = (side - 1) / 2;
  const [a, b] = [mirror * scale * Math.cos(angle), -mirror * scale * Math.sin(angle)];
  const [c, d] = [scale * Math.sin(angle), scale * Math.cos(angle)];
  return [a, b, centre - a * centre - b * centre + shiftX, c, d, centre - c * centre - d * centre + shiftY, 0, 0];
}

/** tfjs-node has no kernel for tf.image.transform; TensorFlow has the op. */
function projectiveTransform(images: tf.Tensor4D, transforms: tf.Tensor2D): tf.Tensor4D {
  const native = nativeBackend();
  if (!native) return tf.image.transform(images, transforms, "bilinear", "constant", 0);
  const size = tf.tensor1d([images.shape[1], images.shape[2]], "int32");
  const attributes = [
    native.float32("dtype"),
    native.string("interpolation", "BILINEAR"),
    native.string("fill_mode", "CONSTANT"),
  ];
  const inputs = [images, transforms, size, tf.scalar(0)];
  return native.run("ImageProjectiveTransformV3", attributes, inputs, 1)[0] as tf.Tensor4D;
}
