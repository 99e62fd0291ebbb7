import { quantile } from "../../lib/metrics/quantile.js";
import type { Contestant } from "../contestant.js";
import type { Bench } from "../contestants.js";
import { withEntries } from "../entries.js";

/** Milliseconds from one image in memory to its logit. */
export interface Latency {
  medianMs: number;
  p95Ms: number;
}

const callsPerRound = 50;

/**
 * One image at a time, by turns, in two ways each: a network kept ready for the next call (here toInference, there tf.function),
 * and the call that is made for data sets (predictLogits, `predict`).
 */
export async function benchLatency(bench: Bench): Promise<Record<string, Latency>> {
  return withEntries(bench, "predict", async ({ entries: { ours, tfjs, keras } }) => {
    const ways: Record<string, { contestant: Contestant | undefined; options?: object }> = {
      ours: { contestant: ours, options: { how: "kept" } },
      kerasFunction: { contestant: keras, options: { how: "function" } },
      oursPredict: { contestant: ours, options: { how: "predict" } },
      tfjsPredict: { contestant: tfjs },
      kerasPredict: { contestant: keras, options: { how: "predict" } },
    };
    const samples: Record<string, number[]> = {};
    for (let round = 0; round <= bench.rounds; round++) {
      for (const [name, { contestant, options }] of Object.entries(ways)) {
        if (!contestant) continue;
        const calls = round === 0 ? 5 : callsPerRound; // round 0 warms up and is thrown away
        const { samplesMs } = await contestant.ask<{ samplesMs: number[] }>("latency", { calls, ...options });
        samples[name] = round === 0 ? [] : [...samples[name]!, ...samplesMs];
      }
      bench.onProgress("latency", round, bench.rounds);
    }
    return Object.fromEntries(Object.entries(samples).map(([name, own]) => [name, latencyOf(own)]));
  });
}

function latencyOf(samplesMs: readonly number[]): Latency {
  const sorted = [...samplesMs].sort((a, b) => a - b);
  return { medianMs: quantile(sorted, 0.5), p95Ms: quantile(sorted, 0.95) };
}
