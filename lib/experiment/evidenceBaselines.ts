import { trivialBaselines } from "../baselines/index.js";
import type { PreparedData } from "../data/prepareData.js";
import { compareAucs } from "../metrics/compareAucs.js";
import type { Evaluation, EvaluationSettings } from "./evaluate.js";
import type { Evidence } from "./evidence.js";

/** Trivial baselines fitted on a model's training images, and by how much the model is better on the test images. */
export function baselinesEvidence(
  data: Pick<PreparedData, "splits">,
  { predictions }: Evaluation,
  settings: EvaluationSettings,
): NonNullable<Evidence["baselines"]> {
  const { baselines, leftOut } = trivialBaselines(data, settings);
  const labels = predictions.map(({ label }) => label);
  const groups = predictions.map(({ radiograph }) => radiograph.group);
  const candidate = predictions.map(({ logit }) => logit);
  return {
    judged: baselines.map(({ name, auc: { value, low, high }, withinRegion, probs }) => {
      const gain = compareAucs({ labels, groups, baseline: probs, candidate }, settings.confidence);
      return {
        name,
        auc: { value, low, high },
        withinRegion: withinRegion ?? null,
        modelGain: { ...gain.difference, pValue: gain.pValue },
      };
    }),
    leftOut,
  };
}
