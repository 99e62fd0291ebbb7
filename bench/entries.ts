import { withContestants, type Contestant } from "./contestant.js";
import { startOurs, startStockTfjs, type Bench } from "./contestants.js";
import { fasterKeras } from "./fasterKeras.js";
import { interleave, type Entries } from "./interleave.js";
import { requireSameNetwork } from "./requireSameNetwork.js";

/** Everybody in place and proven to be the same network. */
export interface Started {
  entries: Entries;
  tensorflow: string;
  /** Which environment Keras was given. */
  kerasEnvironment: string | undefined;
  /** Adds a contestant of one part only. */
  enter: (name: string, contestant: Contestant) => void;
}

/**
 * Starts this project and the peers, each in a process of its own, and ends them when `use` is over.
 * @param work what Keras's environment is chosen by: "train" or "predict"
 */
export async function withEntries<T>(bench: Bench, work: string, use: (started: Started) => Promise<T>): Promise<T> {
  const processes: Contestant[] = [];
  return withContestants(processes, async () => {
    const entries: Entries = {};
    const enter = (name: string, contestant: Contestant): void => {
      entries[name] = contestant;
      processes.push(contestant);
    };
    enter("ours", startOurs(bench));
    await entries["ours"]!.ask("train"); // weights in which a mistake in any layer would show
    if (bench.peers.includes("tfjs")) enter("tfjs", startStockTfjs(bench));
    if (bench.peers.includes("keras")) entries["keras"] = await fasterKeras(bench, work, processes);
    const tensorflow = await requireSameNetwork(Object.values(entries));
    return use({ entries, tensorflow, kerasEnvironment: entries["keras"]?.name, enter });
  });
}

/** The first round of a process pays for compiling, caches and memory; it is not counted. */
export async function warmUp(entries: Entries, work: string, bench: Bench): Promise<void> {
  await interleave(entries, 1, work, (done, total) => {
    bench.onProgress("warming up", done, total);
  });
}
