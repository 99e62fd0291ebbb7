import { startOurs, type Bench } from "../contestants.js";
import { warmUp, withEntries } from "../entries.js";
import { interleave, throughput, type Throughput } from "../interleave.js";
import type { Measured } from "../measure.js";
import { spreadOf } from "../statistics.js";

export interface TrainingResult extends Throughput {
  /** The same with this project's augmentation and from a file, which the peers do not do. */
  augmented: Throughput;
  tensorflow: string;
  /** Which environment Keras was given. */
  kerasEnvironment: string | undefined;
  /** Most resident memory of each process, in MB. */
  peakRssMB: Record<string, number>;
  /** Median share of a step that this project waited for its input, when it augments. */
  inputWaitShare: number | undefined;
}

type OwnRound = Measured & { record?: { inputWaitShare?: number } };

/** Trains the same network on the same images by turns: this project, the peers, and this project with its augmentation. */
export async function benchTraining(bench: Bench): Promise<TrainingResult> {
  return withEntries(bench, "train", async ({ entries, enter, tensorflow, kerasEnvironment }) => {
    enter("oursAugmented", startOurs(bench, { augmented: true }));
    await warmUp(entries, "train", bench);
    const rounds = await interleave<OwnRound>(entries, bench.rounds, "train", (done, total) => {
      bench.onProgress("training", done, total);
    });
    const peakRssMB: Record<string, number> = {};
    for (const [name, contestant] of Object.entries(entries)) {
      peakRssMB[name] = (await contestant.ask<{ peakMB: number }>("peakRss")).peakMB;
    }
    const shares = rounds["oursAugmented"]!.flatMap(({ record }) => record?.inputWaitShare ?? []);
    const inputWaitShare = shares.length > 0 ? spreadOf(shares).median : undefined;
    const { oursAugmented, ...plain } = rounds;
    const augmented = throughput({ ...plain, ours: oursAugmented! });
    return { ...throughput(plain), augmented, tensorflow, kerasEnvironment, peakRssMB, inputWaitShare };
  });
}
