import type { Bench } from "../contestants.js";
import { warmUp, withEntries } from "../entries.js";
import { interleave, throughput, type Throughput } from "../interleave.js";

export interface InferenceResult extends Throughput {
  tensorflow: string;
  kerasEnvironment: string | undefined;
}

/** Logits of all images, 64 at a time, with the same weights: predictLogits, tfjs's and Keras's `predict`. */
export async function benchInference(bench: Bench): Promise<InferenceResult> {
  return withEntries(bench, "predict", async ({ entries, tensorflow, kerasEnvironment }) => {
    await warmUp(entries, "predict", bench);
    const rounds = await interleave(entries, bench.rounds, "predict", (done, total) => {
      bench.onProgress("inference", done, total);
    });
    return { ...throughput(rounds), tensorflow, kerasEnvironment };
  });
}
