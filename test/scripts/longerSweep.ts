import type { SweepInput } from "../../lib/sweep/config.js";
import { sweep as tiny } from "./tinySweep.js";

/** Trials that train long enough to be killed in the middle. */
export const sweep: SweepInput = {
  ...tiny,
  name: "longer",
  fixed: [...tiny.fixed!, "training.epochs=60", "training.stopAfterStaleEpochs=60"],
  asha: { graceEpochs: 30, reductionFactor: 2 },
};
