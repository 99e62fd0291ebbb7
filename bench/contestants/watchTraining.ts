import { tf } from "../../lib/tensorflow/index.js";
import type { AugmentConfig } from "../../lib/data/augmentConfig.js";
import type { StageClock } from "../stageClock.js";

/** The calls by which tensors and ops reach TensorFlow; tfjs-node's types do not export them. */
interface Binding {
  executeOp: (op: string, ...rest: unknown[]) => unknown;
  createTensor: (...rest: unknown[]) => unknown;
  tensorDataSync: (...rest: unknown[]) => unknown;
}

interface Engine {
  tidy: (...args: unknown[]) => unknown;
  gradients: (compute: () => tf.Tensor, ...rest: unknown[]) => unknown;
}

/**
 * Watches a training from outside, so that what is profiled is the loop itself: TensorFlow's binding tells ops, tfjs's engine
 * tells a step's begin (its outermost tidy) and forward from backward, and reading a value back marks a step's end.
 */
export function watchTraining(clock: StageClock): void {
  const backend = tf.backend() as unknown as { binding: Binding };
  const { executeOp, createTensor, tensorDataSync } = backend.binding;
  const timed = <T>(name: string, work: () => T): T => {
    const startMs = performance.now();
    const result = work();
    clock.addOp(name, performance.now() - startMs);
    return result;
  };
  const watched: Binding = {
    executeOp: (op, ...rest) => timed(op, () => executeOp(op, ...rest)),
    createTensor: (...rest) => timed("(values into a tensor)", () => createTensor(...rest)),
    tensorDataSync: (...rest) => {
      clock.enter("loss read back");
      return timed("(values out of a tensor)", () => tensorDataSync(...rest));
    },
  };
  // The binding's own properties are read-only: an object that shadows three of them stands in for it.
  backend.binding = Object.create(
    backend.binding,
    Object.fromEntries(Object.entries(watched).map(([name, value]: [string, unknown]) => [name, { value }])),
  ) as Binding;

  const engine = tf.engine() as unknown as Engine;
  const tidy = engine.tidy.bind(engine);
  let depth = 0;
  engine.tidy = (...args) => {
    if (depth++ === 0) clock.enter("batch into tensors");
    try {
      return tidy(...args);
    } finally {
      depth--;
    }
  };
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
