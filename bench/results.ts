import type { CurvesResult } from "./curves.js";
import type { Throughput } from "./interleave.js";
import type { Machine } from "./machine.js";
import type { InferenceResult } from "./parts/inference.js";
import type { Latency } from "./parts/latency.js";
import type { MemoryResult } from "./parts/memory.js";
import type { SettingsResult } from "./parts/settings.js";
import type { StandardizeResult } from "./parts/standardize.js";
import type { TrainingResult } from "./parts/training.js";
import type { ProfileResult } from "./profile.js";
import type { Spread } from "./statistics.js";

/** What one call of the bench was asked to compare. */
export interface BenchConfig {
  filters: number[];
  batch: number;
  size: number;
  rounds: number;
  stepsPerRound: number;
  seed: number;
  data: string;
}

/** All that was measured; a part that was not run is absent. */
export interface BenchResults {
  date: string;
  machine: Machine;
  config: BenchConfig;
  training?: TrainingResult;
  inference?: InferenceResult;
  standardize?: StandardizeResult;
  cache?: Spread;
  latency?: Record<string, Latency>;
  memory?: MemoryResult;
  settings?: SettingsResult;
  profile?: ProfileResult;
  curves?: CurvesResult;
}

/** The --json file: the keys that the design page lists, medians as plain numbers, spreads beside them. */
export function toJson(results: BenchResults): object {
  const { training, inference, standardize, cache, memory, latency, settings, ...rest } = results;
  return {
    ...rest,
    tensorflow: training?.tensorflow ?? inference?.tensorflow,
    ...(training && {
      training: {
        ...throughputJson(training),
        augmented: throughputJson(training.augmented),
        kerasEnvironment: training.kerasEnvironment,
        inputWaitShare: training.inputWaitShare,
      },
    }),
    ...(inference && { inference: { ...throughputJson(inference), kerasEnvironment: inference.kerasEnvironment } }),
    ...(latency && { latency }),
    ...(standardize && {
      standardize: { ...throughputJson(standardize), greyLevelsApart: standardize.greyLevelsApart },
    }),
    ...(cache && { cache: { imagesPerSecond: cache.median, spread: cache } }),
    ...(settings && { settings: { ...throughputJson(settings), peakRssMB: settings.peakRssMB } }),
    ...((training ?? memory) && { rssMB: { ...training?.peakRssMB, ...memory } }),
  };
}

function throughputJson({ imagesPerSecond, cpuMsPerImage, ratio }: Throughput): object {
  const medians = Object.entries(imagesPerSecond).map(([name, { median }]) => [`${name}ImagesPerSecond`, median]);
  const ratios = Object.entries(ratio).map(([name, spread]) => [
    `ratioTo${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    spread,
  ]);
  return {
    ...(Object.fromEntries(medians) as object),
    ...(Object.fromEntries(ratios) as object),
    imagesPerSecond,
    cpuMsPerImage,
  };
}
