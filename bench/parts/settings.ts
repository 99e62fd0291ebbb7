import { withContestants, type Contestant } from "../contestant.js";
import { startNode, type Bench } from "../contestants.js";
import { warmUp } from "../entries.js";
import { interleave, throughput, type Entries, type Throughput } from "../interleave.js";

export interface SettingsResult extends Throughput {
  /** Most resident memory of each process, in MB. */
  peakRssMB: Record<string, number>;
}

/** The same training in environments that differ in one decision of scripts/setup/environment.mjs, by turns. */
export async function benchSettings(bench: Bench): Promise<SettingsResult> {
  const processes: Contestant[] = [];
  return withContestants(processes, async () => {
    const entries: Entries = {};
    for (const [name, changes] of Object.entries(alternatives(Number(bench.env.TF_NUM_INTRAOP_THREADS)))) {
      const options = { ...bench.workload, augmented: true };
      const contestant = startNode(bench, name, "ours.ts", options, { ...bench.env, ...changes });
      entries[name] = contestant;
      processes.push(contestant);
    }
    await warmUp(entries, "train", bench);
    const rounds = await interleave(entries, bench.rounds, "train", (done, total) => {
      bench.onProgress("settings", done, total);
    });
    const peakRssMB: Record<string, number> = {};
    for (const [name, contestant] of Object.entries(entries)) {
      peakRssMB[name] = (await contestant.ask<{ peakMB: number }>("peakRss")).peakMB;
    }
    return { ...throughput(rounds), peakRssMB };
  });
}

/** @param threads that the project takes */
function alternatives(threads: number): Record<string, NodeJS.ProcessEnv> {
  const malloc = { TF_CPU_ALLOCATOR_USE_BFC: "0" };
  return {
    ours: {},
    malloc,
    // glibc told not to give memory back to the system after each large tensor.
    mallocKeeping: { ...malloc, MALLOC_MMAP_MAX_: "0", MALLOC_TRIM_THRESHOLD_: String(2 ** 40) },
    oneThread: { TF_NUM_INTRAOP_THREADS: "1" },
    twiceTheThreads: { TF_NUM_INTRAOP_THREADS: String(2 * threads) },
    withoutOneDnn: { TF_ENABLE_ONEDNN_OPTS: "0" },
  };
}
