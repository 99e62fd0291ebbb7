import type { Random } from "../../random.js";

/** How far the pieces came apart. Lengths are for a bone 20 mm thick; thinner ones move less. */
export interface Severity {
  gapMm: number;
  /** Sideways, as a share of the bone's thickness. */
  shiftShare: number;
  tipDegrees: number;
}

/**
 * One in seven is nearly a hairline, almost half are plain. Chosen so that a network has something to learn and to miss: on
 * the default 1,470 images, logistic regression on 32 x 32 pixels gets a test AUC of .56, the CNN of `cnn-baseline` .84
 * after 10 epochs without augmentation and .93 after its 24 (one seed each, 222 test images); hands stay hard.
 */
const grades: readonly { share: number; gapMm: [number, number]; shift: [number, number]; tip: [number, number] }[] = [
  { share: 0.15, gapMm: [1, 1.8], shift: [0, 0.1], tip: [0, 3] },
  { share: 0.4, gapMm: [2, 4], shift: [0.1, 0.3], tip: [3, 9] },
  { share: 0.45, gapMm: [3, 6], shift: [0.2, 0.6], tip: [5, 15] },
];

export function drawSeverity(random: Random): Severity {
  let left = random.uniform();
  const grade = grades.find(({ share }) => (left -= share) < 0) ?? grades[1]!;
  return {
    gapMm: random.between(...grade.gapMm),
    shiftShare: random.between(...grade.shift),
    tipDegrees: random.between(...grade.tip),
  };
}
