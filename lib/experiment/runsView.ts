import type { RunsView } from "../tracking/index.js";
import { worstErrorImages } from "./logErrors.js";
import { explainedImages } from "./logExplanations.js";

/** The runs of trainings: what was trained, on what, with what result, and the settings that are changed most. */
export const runsView: RunsView = {
  primaryMetric: "test/auc",
  columns: [
    "attributes.Models",
    "metrics.test/auc",
    "metrics.test/auc.low",
    "metrics.test/auc.high",
    "metrics.test/auc.withinRegion",
    "metrics.test/auc.bestBaseline",
    "metrics.test/sensitivity",
    "metrics.test/specificity",
    "metrics.validation/auc",
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
