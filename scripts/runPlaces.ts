import type { RunPlaces } from "../lib/experiment/findRun.js";
import type { Settings } from "../lib/settings.js";
import { downloadRun } from "../lib/tracking/index.js";

/** Where runs are looked for: the checkout's own folder first, then the tracking server. */
export function runPlaces({ runsDir, trackingUri }: Settings): RunPlaces {
  return { runsDir, download: (runId, folder) => downloadRun(trackingUri, runId, folder) };
}
