import { readFileSync } from "node:fs";
import { augmentConfigSchema } from "../../lib/data/augmentConfig.js";
import { createCnn } from "../../lib/model/cnn.js";
import { modelConfigSchema } from "../../lib/model/config.js";
import { createRandom } from "../../lib/random.js";
import { trainingConfigSchema } from "../../lib/training/config.js";
import { trainNetwork } from "../../lib/training/trainNetwork.js";
import { syntheticDataset } from "./syntheticDataset.js";

/** A process that trains for 50 epochs and prints its resident MB after each, as JSON. */
const residentMB: number[] = [];
await trainNetwork({
  network: createCnn(modelConfigSchema.parse({ filters: [16, 32, 64, 64] }), 64, createRandom(1)),
  train: syntheticDataset(64, 64, 1),
  validation: syntheticDataset(32, 64, 2),
  training: trainingConfigSchema.parse({ epochs: 50, batchSize: 16, stopAfterStaleEpochs: 50 }),
  augment: augmentConfigSchema.parse({}),
  seed: 1,
  observer: {
    onEpoch: () =>
      void residentMB.push(Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))![1]) / 1e3),
  },
});
console.log(JSON.stringify(residentMB));
