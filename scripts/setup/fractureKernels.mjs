// @ts-check
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "./replaceFile.mjs";
import { tensorflowFolder } from "./tensorflowLibrary.mjs";

/**
 * packages/fracture-kernels, compiled against the TensorFlow of the binding; again whenever its sources change.
 * @param {string} root
 * @param {"cpu" | "gpu"} device
 * @param {string} compiler
 * @returns {import("./steps.mjs").Step}
 */
export function fractureKernels(root, device, compiler) {
  const name = "Fused kernels";
  const build = join(root, "packages", "fracture-kernels", "build");
  const addon = join(build, "fracture_kernels.node");
  const stamp = join(build, "sources.sha256");
  return {
    name,
    spaceMB: 10,
    isDone: () =>
      existsSync(addon) && existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint(root, device, compiler),
    async run(tool) {
      const before = fingerprint(root, device, compiler); // an edit during compilation must not count as compiled
      mkdirSync(build, { recursive: true });
      rmSync(stamp, { force: true });
      const partial = join(build, "partial.node");
      await tool(name, compiler, compilerArguments(root, device, partial));
      await tool(name, process.execPath, ["-e", "require(process.argv[1])", partial], { cwd: root });
      renameSync(partial, addon);
      replaceFile(stamp, before);
    },
  };
}

/**
 * @param {string} root
 * @param {"cpu" | "gpu"} device
 * @param {string} output
 */
function compilerArguments(root, device, output) {
  const library = tensorflowFolder(root, device);
  return [
    // Without errno, a square root is one instruction. No contraction: a product is rounded on every processor alike.
    ...[
      "-O3",
      "-fno-math-errno",
      "-ffp-contract=off",
      "-std=c++17",
      "-fPIC",
      "-shared",
      "-pthread",
      "-Wall",
      "-Wextra",
    ],
    ...["-DNAPI_VERSION=8", "-DNODE_GYP_MODULE_NAME=fracture_kernels"],
    ...["-isystem", join(root, "node_modules", "node-api-headers", "include"), "-isystem", join(library, "include")],
    ...sources(root).filter((file) => file.endsWith(".cc")),
    ...["-L", join(library, "lib"), "-ltensorflow", "-ltensorflow_framework"],
    ...["-Wl,-rpath,$ORIGIN/../../../node_modules/@tensorflow/tfjs-node-gpu/deps/lib", "-o", output],
  ];
}

/** @param {string} root */
function sources(root) {
  const folder = join(root, "packages", "fracture-kernels", "src");
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

/**
 * @param {string} root
 * @param {"cpu" | "gpu"} device
 * @param {string} compiler
 */
function fingerprint(root, device, compiler) {
  const hash = createHash("sha256").update(JSON.stringify([compiler, ...compilerArguments(root, device, "")]));
  for (const file of sources(root)) hash.update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}
