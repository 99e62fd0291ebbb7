import type { NamedVariable } from "../model/network.js";
import { tf } from "../tensorflow/index.js";

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7; // Keras's; it keeps the division finite

interface Moments {
  first: tf.Variable;
  second: tf.Variable;
}

/** Adam with decoupled weight decay; its moments are at hand, so that a checkpoint can keep them. */
export interface Adam {
  /** @param gradients one a parameter, in the parameters' order; @param learningRate of this step */
  step(gradients: readonly tf.Tensor[], learningRate: number): void;
  dispose(): void;
}

/**
 * Kingma & Ba 2015 (arXiv:1412.6980), bias-corrected as Keras does it: in the step size, with epsilon outside.
 * Decay as in AdamW (Loshchilov & Hutter 2019, arXiv:1711.05101), on kernels only.
 */
export function createAdam(parameters: readonly NamedVariable[], weightDecay: number): Adam {
  const moments: Moments[] = parameters.map(({ variable }) => ({
    first: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
    second: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
  }));
  let steps = 0;
  return {
    step: (gradients, learningRate) => {
      steps += 1;
      const stepSize = (learningRate * Math.sqrt(1 - beta2 ** steps)) / (1 - beta1 ** steps);
      parameters.forEach(({ name, variable }, i) => {
        const gradient = gradients[i]!;
        const { first, second } = moments[i]!;
        const decay = name.endsWith("/kernel") ? learningRate * weightDecay : 0;
        tf.tidy(() => {
          first.assign(first.mul(beta1).add(gradient.mul(1 - beta1)));
          second.assign(second.mul(beta2).add(gradient.square().mul(1 - beta2)));
          const kept = decay === 0 ? variable : variable.mul(1 - decay);
          variable.assign(kept.sub(first.mul(stepSize).div(second.sqrt().add(epsilon))));
        });
      });
    },
    dispose: () => {
      for (const { first, second } of moments) {
        first.dispose();
        second.dispose();
      }
    },
  };
}
