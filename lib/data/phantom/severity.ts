import type { Random } from "../../random.js";

/** How far the pieces came apart. Lengths are for a bone 20 mm thick; thinner ones move less. */
export interface Severity {
  gapMm: number;
  /** Sideways, as a share of the bone's thickness. */
  shiftShare: number;
  tipDegrees: number;
}

/**
 * A third of the fractures are hairlines, a few are plain at a glance. These ranges decide how hard the set is: see
 * `data/README.md` for how a linear model and the CNN fare on it.
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
