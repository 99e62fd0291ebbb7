import type { NamedVariable } from "../model/network.js";
import { fusedBackend, tf, type NativeBackend } from "../tensorflow/index.js";

/** Kingma & Ba's, but for epsilon, which is Keras's and keeps the division finite. */
export const adamSettings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
const { beta1, beta2, epsilon } = adamSettings;

/** One list entry a parameter, in the parameters' order. */
interface State {
  variables: readonly tf.Variable[];
  first: readonly tf.Variable[];
  second: readonly tf.Variable[];
}

/** What one step multiplies by. */
interface Rates {
  /** The learning rate with Adam's bias correction. */
  stepSize: number;
  /** The share of each parameter that weight decay leaves. */
  kept: readonly number[];
}

/** What a checkpoint keeps of the optimizer: one entry a parameter, in the parameters' order. */
export interface AdamState {
  steps: number;
  first: Float32Array[];
  second: Float32Array[];
}

/** Adam with decoupled weight decay. */
export interface Adam {
  /** @param gradients one a parameter, in the parameters' order; @param learningRate of this step */
  step(gradients: readonly tf.Tensor[], learningRate: number): void;
  /** A copy that later steps do not touch. */
  read(): AdamState;
  /** Goes on from a state read before. @throws RangeError when it is of other parameters */
  write(state: AdamState): void;
  dispose(): void;
}

/**
 * Kingma & Ba 2015 (arXiv:1412.6980), bias-corrected as Keras does it: in the step size, with epsilon outside.
 * Decay as in AdamW (Loshchilov & Hutter 2019, arXiv:1711.05101), on kernels only.
 * On the CPU one native op moves all parameters; elsewhere plain tfjs ops do, to the same values.
 */
export function createAdam(parameters: readonly NamedVariable[], weightDecay: number): Adam {
  const zeros = (): tf.Variable[] =>
    parameters.map(({ variable }) => tf.tidy(() => tf.variable(tf.zerosLike(variable), false)));
  const state: State = { variables: parameters.map(({ variable }) => variable), first: zeros(), second: zeros() };
  let steps = 0;
  return {
    step: (gradients, learningRate) => {
      steps += 1;
      const decay = learningRate * weightDecay;
      const rates: Rates = {
        stepSize: (learningRate * Math.sqrt(1 - beta2 ** steps)) / (1 - beta1 ** steps),
        kept: parameters.map(({ name }) => (name.endsWith("/kernel") ? 1 - decay : 1)),
      };
      const fused = fusedBackend();
      tf.tidy(() => {
        if (fused) stepFused(fused, state, gradients, rates);
        else stepPlain(state, gradients, rates);
      });
    },
    read: () => ({ steps, first: state.first.map(valuesOf), second: state.second.map(valuesOf) }),
    write: (saved) => {
      assignAll(state.first, saved.first);
      assignAll(state.second, saved.second);
      steps = saved.steps;
    },
    dispose: () => {
      tf.dispose([...state.first, ...state.second]);
    },
  };
}

function valuesOf(variable: tf.Variable): Float32Array {
  return Float32Array.from(variable.dataSync());
}

function assignAll(variables: readonly tf.Variable[], values: readonly Float32Array[]): void {
  if (values.length !== variables.length || variables.some(({ size }, i) => values[i]!.length !== size)) {
    throw new RangeError(
      `Expected moments of ${variables.map(({ size }) => size).join(", ")} values. ` +
        `Received: ${values.map(({ length }) => length).join(", ")}`,
    );
  }
  variables.forEach((variable, i) => {
    tf.tidy(() => {
      variable.assign(tf.tensor(values[i]!, variable.shape));
    });
  });
}

function stepFused(fused: NativeBackend, state: State, gradients: readonly tf.Tensor[], rates: Rates): void {
  const { variables, first, second } = state;
  const count = variables.length;
  const numbers = [tf.tensor1d([rates.stepSize, beta1, beta2, epsilon]), tf.tensor1d([...rates.kept])];
  const inputs = [...numbers, ...gradients, ...variables, ...first, ...second];
  const next = fused.run("FractureAdam", [fused.int("N", count)], inputs, 3 * count);
  [...variables, ...first, ...second].forEach((variable, i) => {
    variable.assign(next[i]!);
  });
}

function stepPlain({ variables, first, second }: State, gradients: readonly tf.Tensor[], rates: Rates): void {
  variables.forEach((variable, i) => {
    const [gradient, m, v] = [gradients[i]!, first[i]!, second[i]!];
    m.assign(m.mul(beta1).add(gradient.mul(1 - beta1)));
    v.assign(v.mul(beta2).add(gradient.square().mul(1 - beta2)));
    variable.assign(variable.mul(rates.kept[i]!).sub(m.mul(rates.stepSize).div(v.sqrt().add(epsilon))));
  });
}
