import { toCsv } from "../csv.js";
import type { ConfidentLearning } from "../metrics/confidentLearning.js";
import { mean } from "../metrics/mean.js";
import type { Radiograph } from "../data/types.js";
import type { Evaluation } from "./evaluate.js";

/** The images of a set, each with the verdict of models that have not seen it. */
export interface HeldOutVerdicts {
  radiographs: Radiograph[];
  labels: number[];
  /** Probability of fractured; the mean over repeats. */
  probs: number[];
}

/** Name of the artifact. */
export const labelDoubtsFile = "predictions/label-doubts.csv";

/**
 * Every image once, in the order in which it was first held out: what confident learning wants of a whole set, the labels
 * that models were trained on too.
 */
export function heldOutVerdicts(tests: readonly Evaluation[]): HeldOutVerdicts {
  const verdicts = new Map<string, { radiograph: Radiograph; label: number; probs: number[] }>();
  for (const { radiograph, label, prob } of tests.flatMap(({ predictions }) => predictions)) {
    const { probs } = verdicts.get(radiograph.path) ?? { probs: [] };
    verdicts.set(radiograph.path, { radiograph, label, probs: [...probs, prob] });
  }
  const images = [...verdicts.values()];
  return {
    radiographs: images.map(({ radiograph }) => radiograph),
    labels: images.map(({ label }) => label),
    probs: images.map(({ probs }) => mean(probs)),
  };
}

/** The most doubtful first: questions to a radiologist, the model's own errors among them. */
export function labelDoubtsCsv(
  { radiographs, probs }: HeldOutVerdicts,
  { candidates }: Pick<ConfidentLearning, "candidates">,
  classes: readonly string[],
): string {
  const rows = candidates.map(({ image, given, margin }, i) => {
    const { path, group } = radiographs[image]!;
    return [i + 1, path, group, classes[given]!, probs[image]!, margin].map(String);
  });
  return toCsv(["rank", "path", "group", "label", "probFractured", "margin"], rows);
}
