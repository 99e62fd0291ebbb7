import type { SweepInput } from "../../lib/sweep/config.js";
import { choice, logUniform } from "../../lib/sweep/searchSpace.js";

/** Four trials of seconds each. */
export const sweep: SweepInput = {
  name: "tiny",
  experiment: "cnn-baseline",
  fixed: [
    ...["data.imageSize=32", "data.phantom.patients=40", "model.filters=[4,8]", "model.denseUnits=[8]"],
    ...["training.epochs=4", "evaluation.resamples=100", "training.checkpoints.everySteps=2"],
  ],
  space: { "training.learningRate": logUniform(1e-3, 1e-2), "training.batchSize": choice([8, 16]) },
  search: { kind: "random", trials: 4 },
  asha: { graceEpochs: 1, reductionFactor: 2 },
};
