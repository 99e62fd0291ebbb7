import { measure, residentMB } from "../measure.js";
import { timeCalls } from "../timeCalls.js";
import type { Workload } from "../workload.js";
import { givenOptions, serve } from "./serve.js";
import { imageTensors, readWeightsFile, setWeights, silent, stockModel, stockTf as tf } from "./stockModel.js";

/** TensorFlow.js as its documentation teaches it: a layers model, `fit` and `predict` on tensors in memory. */
const workload = givenOptions() as Workload;
const { size } = workload;
const [images, targets] = imageTensors(workload);
const count = images.shape[0];
const single = images.slice([0, 0, 0, 0], [1, size, size, 1]);
const model = stockModel(workload.filters, size);

function predict(x: typeof images): Float32Array {
  return tf.tidy(() => (model.predict(x, { batchSize: 64 }) as typeof images).dataSync<"float32">());
}

await serve({
  identity: () => {
    const sizes = (weights: { shape: (number | null)[] }[]): number =>
      weights.reduce((sum, { shape }) => sum + shape.reduce<number>((product, n) => product * n!, 1), 0);
    return {
      tensorflow: (tf.backend() as unknown as { binding: { TF_Version: string } }).binding.TF_Version,
      parameters: sizes(model.trainableWeights),
      statistics: sizes(model.nonTrainableWeights),
    };
  },
  readWeights: () => {
    setWeights(model, readWeightsFile(workload));
    return {};
  },
  logits: () => ({ logits: [...predict(images)] }),
  train: () =>
    measure(async () => {
      await model.fit(images, targets, { batchSize: workload.batch, epochs: 1, verbose: silent });
      return count;
    }),
  predict: () => measure(() => Promise.resolve(predict(images).length)),
  latency: async ({ calls }: { calls: number }) => ({ samplesMs: await timeCalls(calls, () => predict(single)) }),
  peakRss: () => ({ peakMB: residentMB("VmHWM") }),
});
