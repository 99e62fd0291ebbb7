import type { SweepInput } from "../../lib/sweep/config.js";
import { choice } from "../../lib/sweep/searchSpace.js";
import { sweep as tiny } from "./tinySweep.js";

/** Its first trial diverges, once its run is begun. */
export const sweep: SweepInput = {
  ...tiny,
  name: "failing",
  space: { "training.learningRate": choice([1e30, 3e-3]) },
  search: { kind: "grid" },
  asha: null,
};
