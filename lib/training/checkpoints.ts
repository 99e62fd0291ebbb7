import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeAtomically } from "../data/writeAtomically.js";
import { UserError } from "../userError.js";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpointFile.js";
import type { EpochRecord } from "./records.js";
import type { CheckpointKeeper, TrainingState } from "./trainingState.js";

export interface CheckpointOptions {
  /** Steps between two checkpoints within an epoch. */
  everySteps: number;
  /** How many epochs' checkpoints are kept beside the last one. */
  keepBest: number;
  /** The validation number that ranks epochs, larger is better. */
  rank: (record: EpochRecord) => number;
}

const lastName = "last.ckpt";

/**
 * Keeps a training's last state in `folder`, and those of its best epochs, each file whole or not there. A process killed
 * in mid-write leaves the one before.
 */
export function keepCheckpoints(folder: string, { everySteps, keepBest, rank }: CheckpointOptions): CheckpointKeeper {
  return {
    everySteps,
    save: async (state) => {
      const chunks = encodeCheckpoint(state);
      await writeAtomically(join(folder, lastName), chunks);
      if (state.step > 0 || keepBest === 0) return;
      const best = [...state.history].sort((a, b) => rank(b) - rank(a) || a.epoch - b.epoch).slice(0, keepBest);
      const kept = new Set(best.map(({ epoch }) => epochName(epoch)));
      const ended = epochName(state.epoch - 1);
      if (kept.has(ended)) await writeAtomically(join(folder, ended), chunks);
      for (const name of await readdir(folder)) {
        const isEpoch = name.startsWith("epoch-"); // whole, or cut short by a kill
        if (isEpoch && !kept.has(name)) await rm(join(folder, name), { force: true });
      }
    },
  };
}

/**
 * The last state that was kept in `folder`; undefined when none was.
 * @throws UserError when the file is damaged
 */
export async function readLastCheckpoint(folder: string): Promise<TrainingState | undefined> {
  const file = join(folder, lastName);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return decodeCheckpoint(bytes);
  } catch (error) {
    throw new UserError(
      `resume: expected a whole checkpoint in ${file}. Received: ${(error as Error).message}. ` +
        "Copy the newest epoch-*.ckpt beside it over it, or start the experiment again.",
    );
  }
}

function epochName(epoch: number): string {
  return `epoch-${String(epoch).padStart(5, "0")}.ckpt`;
}
