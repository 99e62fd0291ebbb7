import type { SweepInput } from "../../lib/sweep/config.js";
import { sweep as tiny } from "./tinySweep.js";

/** Trials that train long enough to be killed in the middle; TPE has seen two of them when it begins. */
export const sweep: SweepInput = {
  ...tiny,
  name: "longer",
  fixed: [...tiny.fixed!, "training.epochs=60", "training.stopAfterStaleEpochs=60"],
  search: { kind: "tpe", trials: 4, startupTrials: 1 },
  asha: { graceEpochs: 30, reductionFactor: 2 },
};
