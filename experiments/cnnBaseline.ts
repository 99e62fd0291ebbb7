import { defineExperiment } from "../lib/experiment/config.js";

/** The CNN that every other experiment is compared with. */
export const cnnBaseline = defineExperiment({
  name: "cnn-baseline",
  seed: 7,
  data: { source: "phantom", imageSize: 128 }, // 128 keeps a fracture line of two pixels, at a third of the cost of 224
  model: { kind: "cnn", filters: [32, 64, 128, 256], denseUnits: [128], dropout: 0.5 },
  augment: { flipProb: 0.5, rotationDegrees: 10, shiftShare: 0.05, zoomShare: 0.1, contrastShare: 0.2 },
  training: { epochs: 12, batchSize: 32, learningRate: 2e-3, stopAfterStaleEpochs: 6 },
  evaluation: { thresholdRule: "youden" },
});
