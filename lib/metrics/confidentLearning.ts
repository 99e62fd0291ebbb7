import { requireBothClasses, requireProbabilities } from "./requireScored.js";

/** [given label][likely true label] */
export type LabelCounts = [[number, number], [number, number]];

export interface LabelDoubt {
  /** Number of the image in the given lists. */
  image: number;
  given: number;
  /** Probability of the given label less that of the other, -1 .. 0; -1 is sure that the label is wrong. */
  margin: number;
}

export interface ConfidentLearning {
  /** Of each class: the mean probability of it among the images labelled so. */
  thresholds: [number, number];
  /** Images that are confidently of a class, by given label and that class. */
  confidentJoint: LabelCounts;
  /** The same scaled to all images of each given label: how many are estimated to be what. */
  calibratedJoint: LabelCounts;
  /** Off the diagonal of it, as a share of all images; says little of a weak model or of few images. */
  estimatedNoise: number;
  /** Labels to look at again, the most doubtful first. */
  candidates: LabelDoubt[];
}

/** Room for the last digit, as cleanlab has it: else a model that gives one probability to all is confident of nothing. */
const tolerance = 1e-6;

/**
 * Labels that a model confidently contradicts (Northcutt, Jiang & Chuang 2021, doi:10.1613/jair.1.12125): an image is
 * confidently of a class when its probability reaches the mean among the images that bear that label; of two such classes
 * the likelier counts. Candidates are those of another class than their label (the paper's method 2), ranked by normalised
 * margin; as in cleanlab, not those whose own label is the likelier one all the same.
 * A candidate is a question to a radiologist, no verdict: the model's own errors are among them.
 * @param labels 0 or 1, length n, both classes present
 * @param probs of class 1 in [0, 1], length n, out of sample: a model agrees with the labels that it was trained on
 * @throws RangeError on different lengths, one class only, or a probability outside [0, 1]
 */
export function confidentLearning(labels: ArrayLike<number>, probs: ArrayLike<number>): ConfidentLearning {
  requireProbabilities(labels, probs);
  const positives = requireBothClasses(labels, probs);
  const counts = [labels.length - positives, positives] as const;
  const probOf = (image: number, label: number): number => (label === 1 ? probs[image]! : 1 - probs[image]!);
  const sums = [0, 0];
  for (let i = 0; i < labels.length; i++) sums[labels[i]!]! += probOf(i, labels[i]!);
  const thresholds: [number, number] = [sums[0]! / counts[0], sums[1]! / counts[1]];

  const confidentJoint: LabelCounts = [
    [0, 0],
    [0, 0],
  ];
  const candidates: LabelDoubt[] = [];
  for (let i = 0; i < labels.length; i++) {
    const confident = [0, 1].filter((label) => probOf(i, label) >= thresholds[label]! - tolerance);
    if (confident.length === 0) continue; // unlike either class: an outlier, not a wrong label
    const likely = confident.length === 1 ? confident[0]! : Number(probOf(i, 1) > probOf(i, 0));
    const given = labels[i]!;
    confidentJoint[given]![likely]!++;
    const margin = probOf(i, given) - probOf(i, 1 - given);
    if (likely !== given && margin < 0) candidates.push({ image: i, given, margin });
  }
  for (const given of [0, 1]) confidentJoint[given]![given] ||= 1; // some image of a class has its label by right
  const calibratedJoint = confidentJoint.map((row, given) =>
    row.map((count) => (count * counts[given]!) / (row[0] + row[1])),
  ) as LabelCounts;
  return {
    thresholds,
    confidentJoint,
    calibratedJoint,
    estimatedNoise: (calibratedJoint[0][1] + calibratedJoint[1][0]) / labels.length,
    candidates: candidates.sort((a, b) => a.margin - b.margin || a.image - b.image),
  };
}
