import { withContestants } from "../contestant.js";
import { startOurs, type Bench } from "../contestants.js";

export interface MemoryResult {
  /** Resident MB once everything has been in use for some epochs. */
  epoch5MB: number;
  /** And once TensorFlow's allocator has taken its last region, which is some epochs later. */
  epoch20MB: number;
  /** At the end: the same, unless something leaks. */
  epoch50MB: number;
  /** After each of the 50, garbage collected. */
  afterEpochMB: number[];
}

/** Few steps each: what grows with time grows with epochs, whatever their length. */
const stepsPerEpoch = 4;

/** Trains for 50 epochs with augmentation, and looks at the process's memory after the 5th, the 20th and the 50th. */
export async function benchMemory(bench: Bench): Promise<MemoryResult> {
  const workload = { ...bench.workload, steps: Math.min(stepsPerEpoch, bench.workload.steps) };
  const ours = startOurs({ ...bench, workload }, { augmented: true });
  return withContestants([ours], async () => {
    bench.onProgress("50 epochs", 0, 1);
    const { afterEpochMB } = await ours.ask<{ afterEpochMB: number[] }>("memory", { epochs: 50 });
    bench.onProgress("50 epochs", 1, 1);
    return { epoch5MB: afterEpochMB[4]!, epoch20MB: afterEpochMB[19]!, epoch50MB: afterEpochMB[49]!, afterEpochMB };
  });
}
