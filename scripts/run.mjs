// @ts-check
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectEnvironment } from "./setup/environment.mjs";
import { setUp } from "./setup/setUp.mjs";
import { SetupError } from "./setup/setupError.mjs";

const usage = `usage: node scripts/run.mjs [SCRIPT.ts [ARGUMENT…]]   sets up what is missing, then runs the script
       node scripts/run.mjs --test [ARGUMENT…]         the same for the tests; arguments go to vitest
Environment: TF_GPU=1 (TensorFlow with CUDA), PYTHON, CXX (other tools than python3 and g++)`;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [target, ...rest] = process.argv.slice(2);

if (target === "--help") {
  console.log(usage);
} else {
  try {
    await setUp(root, process.env, (line) => console.error(`set-up: ${line}`));
    if (target === undefined) console.error("set-up: everything is in place");
    else runNode(target === "--test" ? vitest(rest) : typescript(target, rest));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`set-up: ${error.message}`);
    process.exitCode = 1;
  }
}

/** @param {string[]} args */
function vitest(args) {
  return [join(root, "node_modules", "vitest", "vitest.mjs"), "run", ...args];
}

/**
 * @param {string} script
 * @param {string[]} args
 */
function typescript(script, args) {
  // tfjs-node 4.22 calls util.isNullOrUndefined, which Node 22 warns of in every run.
  return ["--disable-warning=DEP0051", "--import", import.meta.resolve("tsx"), join(root, script), ...args];
}

/**
 * Ends as the child ends. A terminal sends Ctrl-C to both by itself; without one, signals are passed on.
 * @param {string[]} args
 */
function runNode(args) {
  const env = { ...process.env, ...projectEnvironment(root, process.env) };
  const child = spawn(process.execPath, args, { stdio: "inherit", env });
  const forward = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal);
  process.on("SIGTERM", forward).on("SIGHUP", forward);
  process.on("SIGINT", process.stdin.isTTY ? () => undefined : forward);
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0);
  });
}
