import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { augmentConfigSchema } from "../../lib/data/augmentConfig.js";
import { imageBatch } from "../../lib/data/batches.js";
import { predictLogits } from "../../lib/model/predict.js";
import { readWeights } from "../../lib/model/weights.js";
import { libtensorflowVersion, tf } from "../../lib/tensorflow/index.js";
import type { EpochRecord } from "../../lib/training/records.js";
import { collectGarbage } from "../collectGarbage.js";
import { measure, residentMB } from "../measure.js";
import { noAugmentation } from "../noAugmentation.js";
import { timeCalls } from "../timeCalls.js";
import { pickImages, trainOurs } from "../trainOurs.js";
import { byLayer, floatBytes } from "../weightsFile.js";
import { openDataset, readDataset, type Workload } from "../workload.js";
import { givenOptions, serve } from "./serve.js";

/** This project as a contestant: its own training loop and prediction, nothing rewritten for the bench. */
const { augmented, ...workload } = givenOptions() as Workload & { augmented: boolean };
// Augmenting is what the commands do, and they read from a file; without it, images are held as the peers hold them.
const augment = augmented ? augmentConfigSchema.parse({}) : noAugmentation;
const dataset = augmented ? openDataset(workload) : readDataset(workload);
const single = pickImages(dataset, [0]);
const { network, train } = trainOurs(workload, dataset);

await serve({
  identity: () => ({
    tensorflow: libtensorflowVersion(),
    parameters: network.parameters.reduce((sum, { variable }) => sum + variable.size, 0),
    statistics: network.statistics.reduce((sum, { variable }) => sum + variable.size, 0),
  }),
  writeWeights: () => {
    writeFileSync(join(workload.folder, "weights.bin"), floatBytes(byLayer(readWeights(network))));
    return {};
  },
  logits: async () => ({ logits: [...(await predictLogits(network, dataset))] }),
  /** @returns the round, and the loop's own record of its epoch */
  train: async () => {
    let record: EpochRecord | undefined;
    const round = await measure(async () => {
      [record] = await train({ augment });
      return dataset.labels.length;
    });
    return { ...round, record };
  },
  predict: () => measure(async () => (await predictLogits(network, dataset)).length),
  latency: async ({ calls, how }: { calls: number; how: "kept" | "predict" }) => {
    if (how === "predict") return { samplesMs: await timeCalls(calls, () => predictLogits(network, single)) };
    const inference = network.toInference();
    const call = (): unknown => tf.tidy(() => inference.logits(imageBatch(single, [0])).dataSync());
    const samplesMs = await timeCalls(calls, call);
    inference.dispose();
    return { samplesMs };
  },
  peakRss: () => ({ peakMB: residentMB("VmHWM") }),
  /** @returns resident MB after each epoch, its garbage collected */
  memory: async ({ epochs }: { epochs: number }) => {
    const afterEpochMB: number[] = [];
    const onEpoch = (): void => {
      collectGarbage();
      afterEpochMB.push(residentMB("VmRSS"));
    };
    await train({ epochs, augment, onEpoch });
    return { afterEpochMB };
  },
});
