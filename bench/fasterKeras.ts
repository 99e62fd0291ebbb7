import { startKeras, type Bench } from "./contestants.js";
import type { Contestant } from "./contestant.js";
import { interleave, throughput } from "./interleave.js";

/** Rounds of each of Keras's two environments before the better one is entered. */
const trialRounds = 2;

/**
 * Keras in the environment that suits it better for this work: as it comes, or with TensorFlow's own allocator. The other
 * one is stopped.
 * @param started gets every process that was started, so that the caller can end it
 * @param work what is tried: "train" or "predict"; once uncounted, then in turns
 */
export async function fasterKeras(bench: Bench, work: string, started: Contestant[]): Promise<Contestant> {
  const [plain, keeping] = [startKeras(bench, false), startKeras(bench, true)];
  started.push(plain, keeping);
  for (const contestant of [plain, keeping]) await contestant.ask(work);
  const trial = await interleave({ ours: plain, keeping }, trialRounds, work, (done, total) => {
    bench.onProgress("Keras's better environment", done, total);
  });
  const [better, other] = throughput(trial).ratio["keeping"]!.median >= 1 ? [plain, keeping] : [keeping, plain];
  await other.stop();
  return better;
}
