import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readWeights } from "../../lib/model/weights.js";
import type { CurveRequest, CurvesWorkload } from "../curves.js";
import { trainOurs } from "../trainOurs.js";
import { byLayer, floatBytes } from "../weightsFile.js";
import { readDataset } from "../workload.js";
import { givenOptions, serve } from "./serve.js";

/** This project's loss curves; each seed's first weights are left in a file, for the peer to begin with. */
const { train: trainWorkload, validation: validationWorkload } = givenOptions() as CurvesWorkload;
const dataset = readDataset(trainWorkload);
const validation = readDataset(validationWorkload);

await serve({
  curve: async ({ seed, epochs }: CurveRequest) => {
    const { network, train } = trainOurs({ ...trainWorkload, seed }, dataset);
    writeFileSync(join(trainWorkload.folder, "weights.bin"), floatBytes(byLayer(readWeights(network))));
    const history = await train({ epochs, validation });
    network.dispose();
    return {
      trainLoss: history.map(({ trainLoss }) => trainLoss),
      validationLoss: history.map(({ validationLoss }) => validationLoss),
    };
  },
});
