import type { RunPlaces } from "../lib/experiment/findRun.js";
import type { Settings } from "../lib/settings.js";
import { downloadRun, findModel } from "../lib/tracking/index.js";

/** Where runs are looked for: the checkout's own folder first, then the tracking server. */
export function runPlaces({ runsDir, trackingUri }: Settings): RunPlaces {
  return {
    runsDir,
    findModel: (address) => findModel(trackingUri, address),
    download: (id, folder) => downloadRun(trackingUri, id, folder),
  };
}
