// @ts-check
import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { venvPython } from "./pythonPackages.mjs";
import { replaceFolder } from "./replaceFile.mjs";

/**
 * TensorFlow's C library and headers, out of a pinned PyPI wheel. tfjs-node-gpu's own installer fetches a TensorFlow 2.9 of
 * 2022 that lacks today's GPUs, from an address that is often out of reach. Not 2.17 or newer: there `tf.round` of int32 gives 0.
 * @param {string} root
 * @param {"cpu" | "gpu"} device
 * @returns {import("./steps.mjs").Step}
 */
export function tensorflowLibrary(root, device) {
  const name = device === "gpu" ? "TensorFlow 2.16.2 with CUDA 12.3" : "TensorFlow 2.16.2";
  const folder = tensorflowFolder(root, device);
  return {
    name,
    spaceMB: device === "gpu" ? 8000 : 1000,
    isDone: () => existsSync(folder),
    async run(tool) {
      const partial = `${folder}.partial`;
      rmSync(partial, { recursive: true, force: true });
      const wheels = join(partial, "wheels");
      mkdirSync(wheels, { recursive: true });
      const setup = join(root, "scripts", "setup");
      const python = venvPython(root);
      await tool(name, python, [...pipDownload, "--dest", wheels, "-r", join(setup, `tensorflow-${device}.txt`)]);
      await tool(name, python, [join(setup, "unpackTensorflow.py"), wheels, partial]);
      rmSync(wheels, { recursive: true });
      for (const [link, target] of [
        ["libtensorflow.so", "libtensorflow_cc.so.2"], // holds the whole C API too
        ["libtensorflow_framework.so", "libtensorflow_framework.so.2"],
      ]) {
        symlinkSync(/** @type {string} */ (target), join(partial, "lib", /** @type {string} */ (link)));
      }
      replaceFolder(partial, folder);
    },
  };
}

/** The wheel's Python version is fixed (its libraries have nothing to do with Python), so that one hash serves everybody. */
const pipDownload = [
  ...["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"],
  ...["--no-deps", "--require-hashes", "--only-binary=:all:"],
  ...["--implementation", "cp", "--python-version", "3.11", "--abi", "cp311", "--abi", "none"],
  ...["manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux1_x86_64"].flatMap((tag) => ["--platform", tag]),
];

/**
 * @param {string} root
 * @param {"cpu" | "gpu"} device
 * @returns {string} holds lib, include and, for the GPU, nvidia
 */
export function tensorflowFolder(root, device) {
  return join(root, ".cache", device === "gpu" ? "tensorflow-2.16.2" : "tensorflow-cpu-2.16.2");
}
