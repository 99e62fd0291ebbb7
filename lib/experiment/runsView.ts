import type { RunsView } from "../tracking/index.js";
import { worstErrorImages } from "./logErrors.js";
import { explainedImages } from "./logExplanations.js";

/**
 * The runs of trainings: what was trained, on what, with what result, and the settings that are changed most. Sorted by
 * validation AUC: the best of many by test AUC would be chosen on the very images that judge it.
 */
export const runsView: RunsView = {
  primaryMetric: "validation/auc",
  columns: [
    "attributes.Models",
    "metrics.validation/auc",
    "metrics.test/auc",
    "metrics.test/auc.low",
    "metrics.test/auc.high",
    "metrics.test/auc.withinRegion",
    "metrics.test/auc.bestBaseline",
    "metrics.test/sensitivity",
    "metrics.test/specificity",
    "metrics.training/bestEpoch",
    "metrics.training/imagesPerSecond",
    "params.data.source",
    "params.seed",
    "params.data.imageSize",
    "params.model.filters",
    "params.training.learningRate",
    "params.training.epochs",
  ],
  sections: ["epoch", "worst", "grad-cam", "test", "validation", "training", "speed", "System metrics"],
  images: [...worstErrorImages, ...explainedImages],
};
