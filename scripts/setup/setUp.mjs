// @ts-check
import { fractureKernels } from "./fractureKernels.mjs";
import { mlflowClient } from "./mlflowClient.mjs";
import { nodePackages } from "./nodePackages.mjs";
import { checkCompiler, checkNode, checkPlatform, checkPython } from "./prerequisites.mjs";
import { pythonPackages } from "./pythonPackages.mjs";
import { runSteps } from "./steps.mjs";
import { tensorflowBinding } from "./tensorflowBinding.mjs";
import { tensorflowLibrary } from "./tensorflowLibrary.mjs";

/**
 * Puts in place whatever is missing; does nothing, quickly, when all is there.
 * @param {string} root the checkout
 * @param {NodeJS.ProcessEnv} env TF_GPU=1 takes TensorFlow with CUDA; PYTHON and CXX name other tools than python3 and g++
 * @param {(line: string) => void} report
 * @throws {import("./setupError.mjs").SetupError}
 */
export async function setUp(root, env, report) {
  checkNode(process.version);
  checkPlatform(process.platform, process.arch);
  const python = env.PYTHON || "python3";
  const compiler = env.CXX || "g++";
  const device = env.TF_GPU === "1" ? "gpu" : "cpu";
  const compiled = [tensorflowBinding(root, device, compiler), fractureKernels(root, device, compiler)];
  const steps = [
    nodePackages(root),
    pythonPackages(root, python),
    tensorflowLibrary(root, device),
    ...compiled,
    mlflowClient(root),
  ];
  if (steps.every((step) => step.isDone())) return;

  // Whatever the user must install is said now, not after minutes of downloads.
  checkPython(python);
  if (!compiled.every((step) => step.isDone())) checkCompiler(compiler);
  await runSteps(root, python, steps, report);
}
