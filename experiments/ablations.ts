import type { ExperimentConfig } from "../lib/experiment/config.js";
import { applyOverrides } from "../lib/experiment/overrides.js";
import { cnnBaseline } from "./cnnBaseline.js";

/** One question to the design, and the experiment that answers it. */
export interface Ablation {
  config: ExperimentConfig;
  /** What it changes of the ablations' own baseline; nothing for that itself. */
  changes: readonly string[];
  why: string;
}

/**
 * What all of them share beside the baseline's own settings: cut to save time.
 * The same for each, so that they can be compared; the numbers are not those of the baseline trained in full.
 */
export const ablationsShare: readonly string[] = [
  "data.imageSize=96", // the least at which hairline lines stay; 128 has 1.8 times the pixels
  "training.epochs=12", // half of the baseline's
];

/** What each named experiment changes of the first; what came of it is in README.md beside this file. */
export const ablations: readonly Ablation[] = [
  ablation("baseline", [], "what the others are compared with"),
  ablation("no-batchnorm", ["model.normalization=none"], "is BatchNorm needed at this depth?"),
  ablation("no-dropout", ["model.dropout=0"], "does dropout help with so few images?"),
  ablation("flatten", ["model.head=flatten"], "does it help to know where in the image a feature is?"),
  ablation("shallower", ["model.filters=[16,32,64]"], "is less depth enough?"),
  ablation("deeper", ["model.filters=[16,32,64,128,128]"], "does a fifth block, which sees more at once, help?"),
  ablation("half-width", ["model.filters=[8,16,32,64]"], "is a quarter of the weights enough?"),
  ablation("double-width", ["model.filters=[32,64,128,256]"], "do four times the weights help?"),
  ablation("size-128", ["data.imageSize=128"], "do more pixels show more?"),
  ablation("no-augmentation", noAugmentation(), "do random changes of the images help?"),
  ablation("strong-augmentation", strongAugmentation(), "would more of them help more?"),
  ablation("no-class-weights", ["training.classWeights=none"], "does the rarer class need weight?"),
  // Lin et al. let focal loss do the balancing; class weights on top would do it twice.
  ablation("focal", ["training.loss.kind=focal", "training.classWeights=none"], "focal loss instead of class weights?"),
  // The same but for the draw of weights, order, augmentation and dropout: how much of a difference is luck.
  ablation("seed-8", ["seed=8"], "how much is luck?"),
  ablation("seed-9", ["seed=9"], "how much is luck?"),
  ablation("size-224", ["data.imageSize=224"], "do more pixels show more?"), // last, being the slowest
];

function noAugmentation(): string[] {
  return ["flipProb", "rotationDegrees", "shiftShare", "zoomShare", "contrastShare"].map((key) => `augment.${key}=0`);
}

/** Three times the baseline's ranges, where a limb still looks like one. */
function strongAugmentation(): string[] {
  return [
    "augment.rotationDegrees=15",
    "augment.shiftShare=0.09",
    "augment.zoomShare=0.15",
    "augment.contrastShare=0.3",
  ];
}

function ablation(name: string, changes: readonly string[], why: string): Ablation {
  return {
    config: applyOverrides(cnnBaseline, [`name=ablation-${name}`, ...ablationsShare, ...changes]),
    changes,
    why,
  };
}
