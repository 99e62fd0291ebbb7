import { join } from "node:path";
import { startContestant, type Contestant } from "./contestant.js";
import { stockEnvironment } from "./environment.js";
import { network, type Workload } from "./workload.js";

export const peerNames = ["tfjs", "keras"] as const;
export type Peer = (typeof peerNames)[number];

/** What every part of the bench needs. */
export interface Bench {
  root: string;
  env: NodeJS.ProcessEnv;
  workload: Workload;
  rounds: number;
  /** Whom to measure against; this project is always there. */
  peers: readonly Peer[];
  /** The interpreter of the peers' virtual environment; undefined when no part needs it. */
  python: string | undefined;
  signal: AbortSignal;
  onProgress: (stage: string, done: number, total: number) => void;
}

export function startOurs(bench: Bench, { augmented = false } = {}): Contestant {
  const name = augmented ? "this project, augmenting" : "this project";
  return startNode(bench, name, "ours.ts", { ...bench.workload, augmented }, bench.env);
}

export function startStockTfjs(bench: Bench): Contestant {
  return startNode(bench, "stock tfjs", "stockTfjs.ts", bench.workload, stockEnvironment(bench.root, bench.env));
}

/** @param keepsMemory TensorFlow's own allocator instead of malloc: faster on some machines, which Keras is given too */
export function startKeras(bench: Bench, keepsMemory: boolean): Contestant {
  const extra = keepsMemory ? { TF_CPU_ALLOCATOR_USE_BFC: "1" } : {};
  const name = keepsMemory ? "Keras with TF_CPU_ALLOCATOR_USE_BFC" : "Keras";
  return startPython(bench, name, "keras_cnn.py", { ...bench.workload, ...network }, extra);
}

export function startNode(
  { root, signal }: Bench,
  name: string,
  file: string,
  options: object,
  env: NodeJS.ProcessEnv,
): Contestant {
  const script = join(root, "bench", "contestants", file);
  const args = [...process.execArgv, script, JSON.stringify(options)]; // the flags that scripts/run.mjs gave this process
  return startContestant({ name, command: process.execPath, args, env, signal });
}

export function startPython(
  { root, env, python, signal }: Bench,
  name: string,
  file: string,
  options: object,
  extra: NodeJS.ProcessEnv = {},
): Contestant {
  const script = join(root, "bench", "contestants", file);
  const own = { ...stockEnvironment(root, env), PYTHONDONTWRITEBYTECODE: "1", ...extra };
  return startContestant({ name, command: python!, args: [script, JSON.stringify(options)], env: own, signal });
}
