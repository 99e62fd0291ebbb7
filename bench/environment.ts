import { projectEnvironment } from "../scripts/setup/environment.mjs";

/** Found by name, not tuned: without these nothing of the project would start. */
const notTuning = new Set(["PATH", "JUPYTER_PATH"]);

/**
 * What a stock program runs in: none of the settings that the project makes for itself, but oneDNN on, since without it the
 * comparison would be with another library.
 * @param env the project's own environment, as scripts/run.mjs made it
 */
export function stockEnvironment(root: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const tuned = Object.keys(projectEnvironment(root, {})).filter((name) => !notTuning.has(name));
  const rest = Object.fromEntries(Object.entries(env).filter(([name]) => !tuned.includes(name)));
  return { ...rest, TF_ENABLE_ONEDNN_OPTS: "1", TF_CPP_MIN_LOG_LEVEL: "2" };
}
