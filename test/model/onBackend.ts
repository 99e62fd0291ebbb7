import { tf } from "../../lib/tensorflow/index.js";

/** Runs the same code on another backend and comes back. wasm is no dependency of this project: "cpu" is plain JavaScript. */
export async function onBackend<T>(name: "tensorflow" | "cpu", run: () => T | Promise<T>): Promise<T> {
  const before = tf.getBackend();
  await tf.setBackend(name);
  try {
    return await run();
  } finally {
    tf.disposeVariables(); // a variable lives on the backend that made it
    await tf.setBackend(before);
  }
}
