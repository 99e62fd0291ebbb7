// @ts-check
import { availableParallelism } from "node:os";
import { delimiter, dirname, join } from "node:path";

/**
 * The environment in which everything of the project runs: commands, tests, JupyterLab, kernels. What the user has set wins.
 * @param {string} root the checkout
 * @param {NodeJS.ProcessEnv} env the environment to start from
 * @returns {Record<string, string>} the variables to add
 */
export function projectEnvironment(root, env) {
  const wanted = {
    // Not on by itself on every processor; twice as fast in training. Results differ with and without, so it is fixed.
    TF_ENABLE_ONEDNN_OPTS: "1",
    // Results depend on the number of threads too: it is stated, so that a run can record it.
    TF_NUM_INTRAOP_THREADS: String(availableParallelism()),
    // malloc gives every large tensor back to the system at once; this allocator keeps them. Where pages of memory are dear that
    // took system time from 15 to 0.4 ms an image; where they are cheap (bench/README.md) speed is the same, for 8 % more memory.
    TF_CPU_ALLOCATOR_USE_BFC: "1",
    // Node's worker threads decode images and prepare batches; by itself it has four, however many cores there are.
    UV_THREADPOOL_SIZE: String(Math.max(4, availableParallelism())),
    // Warnings and errors only, not every start-up notice.
    TF_CPP_MIN_LOG_LEVEL: "2",
    // No run, notebook or test talks to anyone but the tracking server the user named.
    MLFLOW_DISABLE_TELEMETRY: "true",
    DO_NOT_TRACK: "true",
    // matplotlib (by way of MLflow) and Jupyter keep run-time files; the checkout's cache is theirs, not the user's home.
    MPLCONFIGDIR: join(root, ".cache", "matplotlib"),
    JUPYTER_RUNTIME_DIR: join(root, ".cache", "jupyter", "runtime"),
  };
  const unset = Object.entries(wanted).filter(([name]) => !env[name]);
  return {
    ...Object.fromEntries(unset),
    // The kernel is found here, so nothing need be installed into the user's home.
    JUPYTER_PATH: prepend(join(root, "notebooks", "kernel"), env.JUPYTER_PATH),
    // `node` of a kernelspec is the Node that was checked, whatever else the machine has.
    PATH: prepend(dirname(process.execPath), env.PATH),
  };
}

/**
 * @param {string} entry
 * @param {string | undefined} list
 */
function prepend(entry, list) {
  const rest = (list ?? "").split(delimiter).filter((other) => other !== "" && other !== entry);
  return [entry, ...rest].join(delimiter);
}
