import type { SweepInput } from "../lib/sweep/config.js";
import { choice, logUniform, uniform } from "../lib/sweep/searchSpace.js";

/** What moves the baseline most at its size; eight to twelve minutes on two cores. */
export const sweep: SweepInput = {
  name: "cnn",
  experiment: "cnn-baseline",
  fixed: ["training.epochs=12"], // half of the baseline's: enough to rank, not to report
  space: {
    "training.learningRate": logUniform(3e-4, 1e-2),
    "model.dropout": uniform(0, 0.5),
    "training.weightDecay": logUniform(1e-4, 1e-1),
    "model.filters": choice([
      [8, 16, 32, 64],
      [16, 32, 64, 128],
      [32, 64, 128, 256],
    ]),
  },
  search: { kind: "tpe", trials: 20, startupTrials: 8 },
  asha: { graceEpochs: 3, reductionFactor: 2 },
};
