import { withContestants } from "../contestant.js";
import { startNode, type Bench } from "../contestants.js";
import { interleave, throughput } from "../interleave.js";
import type { Spread } from "../statistics.js";
import { filesWorkload } from "./standardize.js";

/** Images/s out of a warm cache of standardised images, opening and verifying it included; no peer has one. */
export async function benchCache(bench: Bench): Promise<Spread> {
  const ours = startNode(bench, "this project", "oursFiles.ts", filesWorkload(bench), bench.env);
  return withContestants([ours], async () => {
    const rounds = await interleave({ ours }, bench.rounds, "readCache", (done, total) => {
      bench.onProgress("warm cache", done, total);
    });
    return throughput(rounds).imagesPerSecond["ours"]!;
  });
}
