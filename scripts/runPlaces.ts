import { join } from "node:path";
import type { RunPlaces } from "../lib/experiment/findRun.js";
import type { Settings } from "../lib/settings.js";

/** Where runs are looked for: the checkout's own folder first, then the tracking server. */
export function runPlaces({ root }: Settings): RunPlaces {
  return { runsDir: join(root, "experiments", "runs") };
}
