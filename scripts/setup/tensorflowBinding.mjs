// @ts-check
import { existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { projectEnvironment } from "./environment.mjs";
import { replaceFile } from "./replaceFile.mjs";
import { tensorflowFolder } from "./tensorflowLibrary.mjs";

/** The newest Node-API that tfjs-node-gpu 4.22.0 knows; Node 20 and 22 have it, and its loader looks in the folder of that name. */
const nodeApi = 8;

/**
 * tfjs-node-gpu's binding, two C++ files, compiled against that TensorFlow. Kept beside the library, since `npm ci` empties
 * node_modules.
 * @param {string} root
 * @param {"cpu" | "gpu"} device
 * @param {string} compiler
 * @returns {import("./steps.mjs").Step}
 */
export function tensorflowBinding(root, device, compiler) {
  const name = "TensorFlow's Node binding";
  const library = tensorflowFolder(root, device);
  const built = join(library, `tfjs_binding-4.22.0-napi${nodeApi}.node`);
  const tfjsNode = join(root, "node_modules", "@tensorflow", "tfjs-node-gpu");
  const installed = join(tfjsNode, "lib", `napi-v${nodeApi}`, "tfjs_binding.node");
  const deps = join(tfjsNode, "deps");
  const depsTarget = relative(tfjsNode, library);
  return {
    name,
    spaceMB: 10,
    isDone: () => existsSync(built) && linksTo(deps, depsTarget) && sameContent(built, installed),
    async run(tool) {
      replaceLink(deps, depsTarget);
      if (!existsSync(built)) {
        const partial = `${built}.partial`;
        await tool(name, compiler, compilerArguments(root, tfjsNode, library, partial));
        replaceFile(installed, readFileSync(partial));
        await tool(name, process.execPath, ["-e", check], {
          cwd: root,
          env: projectEnvironment(root, process.env),
        });
        renameSync(partial, built);
      }
      replaceFile(installed, readFileSync(built));
    },
  };
}

/** Proves that the binding loads and computes before it counts as built. */
const check = `const tf = require("@tensorflow/tfjs-node-gpu");
const sum = tf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]]).sum().dataSync()[0];
if (tf.getBackend() !== "tensorflow" || sum !== 134) throw new Error("backend " + tf.getBackend() + ", sum " + sum);`;

/**
 * @param {string} root
 * @param {string} tfjsNode
 * @param {string} library
 * @param {string} output
 */
function compilerArguments(root, tfjsNode, library, output) {
  return [
    ...["-O2", "-std=c++17", "-fPIC", "-shared", "-pthread", "-w"],
    ...[`-DNAPI_VERSION=${nodeApi}`, "-DNODE_GYP_MODULE_NAME=tfjs_binding", "-DBUILDING_NODE_EXTENSION"],
    ...["-I", join(root, "node_modules", "node-api-headers", "include"), "-I", join(library, "include")],
    ...[join(tfjsNode, "binding", "tfjs_backend.cc"), join(tfjsNode, "binding", "tfjs_binding.cc")],
    ...["-L", join(library, "lib"), "-ltensorflow", "-ltensorflow_framework"],
    ...["-Wl,-rpath,$ORIGIN/../../deps/lib", "-o", output],
  ];
}

/**
 * @param {string} link
 * @param {string} target
 */
function linksTo(link, target) {
  return Boolean(lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) && readlinkSync(link) === target;
}

/**
 * @param {string} link
 * @param {string} target
 */
function replaceLink(link, target) {
  mkdirSync(dirname(link), { recursive: true });
  rmSync(`${link}.partial`, { force: true });
  symlinkSync(target, `${link}.partial`);
  renameSync(`${link}.partial`, link);
}

/**
 * @param {string} a
 * @param {string} b
 */
function sameContent(a, b) {
  return existsSync(b) && readFileSync(a).equals(readFileSync(b));
}
