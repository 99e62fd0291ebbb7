import type { Peer } from "../../bench/contestants.js";
import type { PartName } from "../../bench/runPart.js";
import { UserError } from "../../lib/userError.js";
import { setUpBench } from "../setup/benchPackages.mjs";
import { SetupError } from "../setup/setupError.mjs";

/** Parts that this project runs by itself. */
const withoutPeers = new Set<PartName>(["cache", "memory", "settings"]);

/**
 * Sets up Keras and Pillow when some part wants them.
 * @returns their interpreter; undefined when none does
 * @throws UserError with the remedy when that is not possible here
 */
export async function setUpPeers(
  root: string,
  parts: readonly PartName[],
  peers: readonly Peer[],
): Promise<string | undefined> {
  if (!peers.includes("keras") || parts.every((part) => withoutPeers.has(part))) return undefined;
  try {
    return await setUpBench(root, process.env, (line) => {
      console.error(`set-up: ${line}`);
    });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    throw new UserError(`${error.message}\nTo measure without Keras and Pillow: --without keras`);
  }
}
