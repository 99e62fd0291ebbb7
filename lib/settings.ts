import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { UserError } from "./userError.js";

/** Everything the project reads from the environment, in one place; the rest of `lib` takes it as an argument. */
export interface Settings {
  /** The checkout: the folder whose package.json is named fracture-lab. */
  root: string;
  /** Standardised images and simulated radiographs; may be deleted at any time. */
  cacheDir: string;
  /** FRACTURE_DATA_DIR: where `--data fracatlas` and `--data folder` look when no --data-dir is given. */
  dataDir: string | undefined;
  /** MLFLOW_TRACKING_URI, or the project's own server on loopback. */
  trackingUri: string;
  /** Runs recorded while the tracking server was away; `npm run mlflow:sync` sends them and empties it. */
  spoolDir: string;
  /** Trained runs of this machine, one folder a run id; not in git. */
  runsDir: string;
  /** What stopped trainings can be resumed from, one folder a run id; not in git. */
  checkpointsDir: string;
  /** What sweeps have tried, one folder a sweep's run id; not in git. */
  sweepsDir: string;
  /** The variables that change numbers or speed, for a run's record; nothing that could be secret. */
  computeEnvironment: Record<string, string>;
  /** FRACTURE_RUNS_SINCE, ISO 8601: a rerun of the notebooks takes no trained run from before it began. */
  runsSince: string | undefined;
  /** FRACTURE_FACTS_FILE: where a notebook that is rerun notes what it was made with. */
  factsFile: string | undefined;
  /** The command that the user typed, where a notebook or kernel cannot see it; FRACTURE_COMMAND, a JSON list of words. */
  command: string[] | undefined;
  /** The project's .venv: MLflow, JupyterLab, kaleido. */
  venvDir: string;
}

const COMPUTE_VARIABLES = [
  "TF_ENABLE_ONEDNN_OPTS",
  "TF_NUM_INTRAOP_THREADS",
  "TF_NUM_INTEROP_THREADS",
  "TF_CPU_ALLOCATOR_USE_BFC",
  "OMP_NUM_THREADS",
  "CUDA_VISIBLE_DEVICES",
];

export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const root = findRoot(process.cwd());
  return {
    root,
    cacheDir: resolve(root, env["FRACTURE_CACHE_DIR"] || "data/cache"),
    dataDir: env["FRACTURE_DATA_DIR"] ? resolve(env["FRACTURE_DATA_DIR"]) : undefined,
    trackingUri: httpAddress(env["MLFLOW_TRACKING_URI"] || "http://127.0.0.1:5000"),
    spoolDir: join(root, "experiments", "spool"),
    runsDir: join(root, "experiments", "runs"),
    checkpointsDir: join(root, "experiments", "checkpoints"),
    sweepsDir: join(root, "experiments", "sweeps"),
    computeEnvironment: pick(env, COMPUTE_VARIABLES),
    runsSince: env["FRACTURE_RUNS_SINCE"] || undefined,
    factsFile: env["FRACTURE_FACTS_FILE"] || undefined,
    command: env["FRACTURE_COMMAND"] ? (JSON.parse(env["FRACTURE_COMMAND"]) as string[]) : undefined,
    venvDir: join(root, ".venv"),
  };
}

function pick(env: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> {
  const known: Record<string, string> = {};
  for (const name of names) {
    const value = env[name];
    if (value) known[name] = value;
  }
  return known;
}

/** Python's client also takes folders and databases; this project speaks to a server. */
function httpAddress(uri: string): string {
  if (URL.canParse(uri) && /^https?:$/.test(new URL(uri).protocol)) return uri;
  throw new UserError(`MLFLOW_TRACKING_URI: expected a server such as http://127.0.0.1:5000. Received: ${uri}`, 2);
}

/** Notebooks run from their own folder, so the root is looked for upwards. */
function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file)) {
      const parsed = JSON.parse(readFileSync(file, "utf8")) as { name?: string };
      if (parsed.name === "fracture-lab") return folder;
    }
    if (dirname(folder) === folder) {
      throw new UserError(
        `Expected to run inside the fracture-lab folder. Received: ${from}. Change into the checkout.`,
      );
    }
  }
}

export interface KaggleToken {
  username: string;
  key: string;
}

/**
 * KAGGLE_USERNAME and KAGGLE_KEY, else kaggle.json in KAGGLE_CONFIG_DIR or ~/.kaggle. Not part of `Settings`, which are
 * logged with runs.
 * @throws UserError when there is a kaggle.json but no token in it
 */
export function readKaggleToken(env: NodeJS.ProcessEnv = process.env): KaggleToken | undefined {
  const [username, key] = [env["KAGGLE_USERNAME"], env["KAGGLE_KEY"]];
  if (username && key) return { username, key };
  const file = join(env["KAGGLE_CONFIG_DIR"] ?? join(homedir(), ".kaggle"), "kaggle.json");
  if (!existsSync(file)) return undefined;
  try {
    const token = JSON.parse(readFileSync(file, "utf8")) as Partial<KaggleToken> | null;
    if (token?.username && token.key) return { username: token.username, key: token.key };
  } catch {
    // Told below: the parser's own message would quote the file, and with it the key.
  }
  throw new UserError(
    `Expected {"username": …, "key": …} in ${file}. Received: something else. Save it from Kaggle anew.`,
  );
}
