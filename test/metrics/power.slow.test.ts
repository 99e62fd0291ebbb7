import { expect, test } from "vitest";
import { compareAucs, delongAuc, minimumDetectableDifference, normalQuantile } from "../../lib/metrics/index.js";
import { createRandom } from "../../lib/random.js";

interface Design {
  /** Fractured and intact patients. */
  positives: number;
  negatives: number;
  imagesEach: number;
  /** Of a score's variance, the part that all images of a patient share. */
  likeness: number;
  /** Of the two models' scores; such that their AUCs correlate by 0.5. */
  correlation: number;
}

/** Images scored by two models with normal scores of these AUCs. */
function study(seed: string, design: Design, aucs: [number, number]) {
  const random = createRandom(seed);
  const pair = (variance: number): [number, number] => {
    const both = random.normal();
    const one = (): number =>
      Math.sqrt(variance) *
      (Math.sqrt(design.correlation) * both + Math.sqrt(1 - design.correlation) * random.normal());
    return [one(), one()];
  };
  const [shiftA, shiftB] = aucs.map((auc) => Math.SQRT2 * normalQuantile(auc)) as [number, number];
  const out = { labels: [] as number[], groups: [] as string[], baseline: [] as number[], candidate: [] as number[] };
  for (let patient = 0; patient < design.positives + design.negatives; patient++) {
    const label = Number(patient < design.positives);
    const ofPatient = pair(design.likeness);
    for (let image = 0; image < design.imagesEach; image++) {
      const ofImage = pair(1 - design.likeness);
      out.labels.push(label);
      out.groups.push(`${patient}`);
      out.baseline.push(label * shiftA + ofPatient[0] + ofImage[0]);
      out.candidate.push(label * shiftB + ofPatient[1] + ofImage[1]);
    }
  }
  return out;
}

test.each<[string, Design]>([
  ["images of their own", { positives: 60, negatives: 90, imagesEach: 1, likeness: 0, correlation: 0.575 }],
  ["three like images a patient", { positives: 40, negatives: 60, imagesEach: 3, likeness: 0.5, correlation: 0.555 }],
])("the gain that is printed for %s is found about four times in five, if the AUCs correlate by .5", (_, design) => {
  const [images, studies] = [design.imagesEach, 2000];
  let [variance, found, correlation] = [0, 0, 0];
  for (let s = 0; s < 400; s++) {
    const { labels, groups, baseline: scores } = study(`alone ${s}`, design, [0.8, 0.8]);
    variance += delongAuc({ labels, groups, scores }).standardError ** 2 / 400;
  }
  const gain = minimumDetectableDifference({
    auc: 0.8,
    standardError: Math.sqrt(variance),
    positives: design.positives * images,
    negatives: design.negatives * images,
  });
  for (let s = 0; s < studies; s++) {
    const compared = compareAucs(study(`pair ${s}`, design, [0.8, 0.8 + gain]));
    found += Number(compared.pValue < 0.05) / studies;
    correlation += compared.correlation / studies;
  }
  expect(Math.abs(correlation - 0.5)).toBeLessThan(0.015);
  expect(found).toBeGreaterThan(0.76);
  expect(found).toBeLessThan(0.86);
});
