import { tf } from "../../lib/tensorflow/index.js";
import type { AugmentConfig } from "../../lib/data/augmentConfig.js";
import type { StageClock } from "../stageClock.js";

/** The calls by which all of tfjs-node's work goes into TensorFlow; its types do not export them. */
interface Binding {
  executeOp: (op: string, ...rest: unknown[]) => unknown;
  createTensor: (...rest: unknown[]) => unknown;
  tensorDataSync: (...rest: unknown[]) => unknown;
}

type Gradients = (compute: () => tf.Tensor, ...rest: unknown[]) => unknown;

/**
 * Watches a training from outside, so that what is profiled is the loop itself: TensorFlow's binding tells ops, tfjs's engine
 * tells forward from backward, and reading a value back marks a step's end.
 */
export function watchTraining(clock: StageClock): void {
  const { binding } = tf.backend() as unknown as { binding: Binding };
  const { executeOp, createTensor, tensorDataSync } = binding;
  const timed = <T>(name: string, work: () => T): T => {
    const startMs = performance.now();
    const result = work();
    clock.addOp(name, performance.now() - startMs);
    return result;
  };
  binding.executeOp = (op, ...rest) => timed(op, () => executeOp(op, ...rest));
  binding.createTensor = (...rest) => timed("(values into a tensor)", () => createTensor(...rest));
  binding.tensorDataSync = (...rest) => {
    clock.enter("loss read back");
    return timed("(values out of a tensor)", () => tensorDataSync(...rest));
  };

  const engine = tf.engine() as unknown as { gradients: Gradients };
  const gradients = engine.gradients.bind(engine);
  engine.gradients = (compute, ...rest) => {
    clock.enter("forward");
    const result = gradients(
      () => {
        const value = compute();
        clock.enter("backward");
        return value;
      },
      ...rest,
    );
    clock.enter("optimizer");
    return result;
  };
}

/** The same settings; reading one of them says that augmentation begins. */
export function watchAugmentation(config: AugmentConfig, clock: StageClock): AugmentConfig {
  return new Proxy(config, {
    get: (target, key: keyof AugmentConfig) => {
      clock.enter("augment");
      return target[key];
    },
  });
}
