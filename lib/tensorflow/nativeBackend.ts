import * as tf from "@tensorflow/tfjs-node-gpu";
import "fracture-kernels";

type Attribute = { name: string; type: number; value: boolean | number | string };

/** The part of tfjs-node's backend that reaches any TensorFlow op by name; its types do not export it. */
interface NodeBackend {
  binding: {
    TF_Version: string;
    TF_ATTR_TYPE: number;
    TF_ATTR_INT: number;
    TF_ATTR_FLOAT: number;
    TF_ATTR_BOOL: number;
    TF_ATTR_STRING: number;
    TF_FLOAT: number;
    TF_INT32: number;
  };
  isUsingGpuDevice: boolean;
  executeMultipleOutputs(op: string, attributes: Attribute[], inputs: tf.Tensor[], outputs: number): tf.Tensor[];
}

/** Calls TensorFlow ops that tfjs has no kernel for. */
export interface NativeBackend {
  /** Runs one op and returns all its outputs; nothing is recorded for gradients. */
  run(op: string, attributes: Attribute[], inputs: tf.Tensor[], outputs: number): tf.Tensor[];
  float32(name: string): Attribute;
  int32(name: string): Attribute;
  int(name: string, value: number): Attribute;
  /** TensorFlow keeps a compiled kernel for each value: for settings, not for what changes from step to step. */
  float(name: string, value: number): Attribute;
  bool(name: string, value: boolean): Attribute;
  string(name: string, value: string): Attribute;
}

/** @returns undefined on the wasm and cpu backends, where layers use plain tfjs ops with the same results up to rounding */
export function nativeBackend(): NativeBackend | undefined {
  if (tf.getBackend() !== "tensorflow") return undefined;
  const backend = tf.backend() as unknown as NodeBackend;
  const { binding } = backend;
  return {
    run: (op, attributes, inputs, outputs) => backend.executeMultipleOutputs(op, attributes, inputs, outputs),
    float32: (name) => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }),
    int32: (name) => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 }),
    int: (name, value) => ({ name, type: binding.TF_ATTR_INT, value }),
    float: (name, value) => ({ name, type: binding.TF_ATTR_FLOAT, value }),
    bool: (name, value) => ({ name, type: binding.TF_ATTR_BOOL, value }),
    string: (name, value) => ({ name, type: binding.TF_ATTR_STRING, value }),
  };
}

/** The backend when it also runs the ops of fracture-kernels, which are for the CPU; undefined on a GPU. */
export function fusedBackend(): NativeBackend | undefined {
  const native = nativeBackend();
  return native && !(tf.backend() as unknown as NodeBackend).isUsingGpuDevice ? native : undefined;
}

/** The version of libtensorflow behind tfjs-node; undefined on other backends. */
export function libtensorflowVersion(): string | undefined {
  return nativeBackend() && (tf.backend() as unknown as NodeBackend).binding.TF_Version;
}
