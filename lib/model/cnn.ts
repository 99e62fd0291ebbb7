import type { Random } from "../random.js";
import { tf } from "../tensorflow/index.js";
import type { ModelConfig } from "./config.js";
import { heNormal } from "./initializers.js";
import { createInferenceCnn } from "./inferenceCnn.js";
import { addBias } from "./layers/addBias.js";
import type { BatchNormState } from "./layers/batchNorm.js";
import { dropout } from "./layers/dropout.js";
import { flatten } from "./layers/flatten.js";
import { globalAveragePool } from "./layers/globalAveragePool.js";
import { normPoolRelu } from "./layers/normPoolRelu.js";
import { relu } from "./layers/relu.js";
import type { NamedVariable, Network } from "./network.js";
import { readWeights } from "./weights.js";

interface ConvBlock {
  kernel: tf.Variable; // [k, k, in, out]
  /** Gives the block's output, [b, s / 2, s / 2, out], of its convolution, [b, s, s, out]. */
  rest: (convolved: tf.Tensor4D) => tf.Tensor4D;
}
interface Dense {
  kernel: tf.Variable; // [in, out]
  bias: tf.Variable; // [out]
}

/**
 * The project's CNN, for 128 pixels and the default widths:
 *   [b, 128, 128, 1] -> 4 x (convolution, BatchNorm, max-pool, ReLU) -> [b, 8, 8, 256]
 *   -> global average -> [b, 256] -> dense, ReLU, dropout -> [b, 128] -> logit [b, 1]
 * ReLU follows pooling: max and ReLU commute, so the values are those of the usual order at a quarter of the work.
 * Convolutions carry no bias: BatchNorm would subtract it again. Without BatchNorm they do.
 * With `head: "flatten"` every cell of the last map goes into the dense layer: [b, 8 * 8 * 256].
 * @throws RangeError when the image is too small to be halved by every block
 */
export function createCnn(config: ModelConfig, imageSize: number, random: Random): Network {
  if (imageSize < 2 ** config.filters.length) {
    throw new RangeError(
      `Expected an image of at least ${2 ** config.filters.length} pixels for ${config.filters.length} blocks. ` +
        `Received: imageSize=${imageSize}`,
    );
  }
  const parameters: NamedVariable[] = [];
  const statistics: NamedVariable[] = [];
  const parameter = (name: string, value: tf.Tensor): tf.Variable => register(parameters, name, value, true);
  const statistic = (name: string, value: tf.Tensor): tf.Variable => register(statistics, name, value, false);

  let channels = 1;
  const blocks: ConvBlock[] = config.filters.map((filters, i) => {
    const shape = [config.kernelSize, config.kernelSize, channels, filters];
    channels = filters;
    const kernel = parameter(`conv${i + 1}/kernel`, heNormal(shape, random.fork(`conv${i + 1}`)));
    if (config.normalization === "none") {
      const bias = parameter(`conv${i + 1}/bias`, tf.zeros([filters]));
      return { kernel, rest: (x) => relu(addBias(tf.maxPool(x, 2, 2, "valid"), bias)) }; // a constant commutes with the maximum
    }
    const norm: BatchNormState = {
      gamma: parameter(`norm${i + 1}/gamma`, tf.ones([filters])),
      beta: parameter(`norm${i + 1}/beta`, tf.zeros([filters])),
      movingMean: statistic(`norm${i + 1}/moving_mean`, tf.zeros([filters])),
      movingVariance: statistic(`norm${i + 1}/moving_variance`, tf.ones([filters])),
    };
    return { kernel, rest: (x) => normPoolRelu(x, norm, config.batchNorm) };
  });
  const lastSide = Math.floor(imageSize / 2 ** blocks.length);
  let width = config.head === "gap" ? channels : lastSide ** 2 * channels;
  const dense = (name: string, units: number): Dense => {
    const kernel = parameter(`${name}/kernel`, heNormal([width, units], random.fork(name)));
    width = units;
    return { kernel, bias: parameter(`${name}/bias`, tf.zeros([units])) };
  };
  const hidden = config.denseUnits.map((units, i) => dense(`dense${i + 1}`, units));
  const logit = dense("logit", 1);

  const affine = (x: tf.Tensor2D, layer: Dense): tf.Tensor2D =>
    addBias(x.matMul(layer.kernel) as tf.Tensor2D, layer.bias);

  const network: Network = {
    imageSize,
    parameters,
    statistics,
    forwardTraining: (images, stepRandom) =>
      tf.tidy(() => {
        let x = images; // [b, s, s, 1]
        for (const { kernel, rest } of blocks) x = rest(tf.conv2d(x, kernel as tf.Tensor4D, 1, "same"));
        let h = config.head === "gap" ? globalAveragePool(x) : flatten(x); // [b, filters] or [b, cells * filters]
        for (const layer of hidden) h = dropout(relu(affine(h, layer)), config.dropout, stepRandom);
        return affine(h, logit); // [b, 1]
      }),
    toInference: () => createInferenceCnn(config, readWeights(network)),
    dispose: () => {
      for (const { variable } of [...parameters, ...statistics]) variable.dispose();
    },
  };
  return network;
}

/** tfjs's registry of variables refuses a name twice, so its own running number stays the variable's name there. */
function register(list: NamedVariable[], name: string, value: tf.Tensor, trainable: boolean): tf.Variable {
  const variable = tf.variable(value, trainable);
  value.dispose();
  list.push({ name, variable });
  return variable;
}
