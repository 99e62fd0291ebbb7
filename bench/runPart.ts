import type { Bench } from "./contestants.js";
import { benchCache } from "./parts/cache.js";
import { benchInference } from "./parts/inference.js";
import { benchLatency } from "./parts/latency.js";
import { benchMemory } from "./parts/memory.js";
import { benchSettings } from "./parts/settings.js";
import { benchStandardize } from "./parts/standardize.js";
import { benchTraining } from "./parts/training.js";

const parts = {
  training: benchTraining,
  inference: benchInference,
  latency: benchLatency,
  standardize: benchStandardize,
  cache: benchCache,
  memory: benchMemory,
  settings: benchSettings,
} as const;

export type PartName = keyof typeof parts;

export const partNames = Object.keys(parts) as readonly PartName[];

/** @returns what goes under the part's name in BenchResults */
export function runPart(name: PartName, bench: Bench): Promise<unknown> {
  return parts[name](bench);
}
