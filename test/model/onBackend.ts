import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { tf } from "../../lib/tensorflow/index.js";

setWasmPaths(`${dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"))}/`);

/** Runs the same code on another backend and comes back: "cpu" is plain JavaScript, "wasm" predicts but cannot train. */
export async function onBackend<T>(name: "tensorflow" | "cpu" | "wasm", run: () => T | Promise<T>): Promise<T> {
  const before = tf.getBackend();
  await tf.setBackend(name);
  try {
    return await run();
  } finally {
    tf.disposeVariables(); // a variable lives on the backend that made it
    await tf.setBackend(before);
  }
}
