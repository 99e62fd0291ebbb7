import fc from "fast-check";
import { createRandom } from "../../lib/random.js";
import type { Scored } from "../../lib/metrics/index.js";

/** Labels and probabilities with many ties, both classes present: what fast-check feeds the properties. */
export const scoredWithTies = fc
  .array(fc.record({ label: fc.constantFrom(0, 1), score: fc.integer({ min: 0, max: 20 }) }), {
    minLength: 2,
    maxLength: 60,
  })
  .filter((images) => images.some((i) => i.label === 0) && images.some((i) => i.label === 1))
  .map((images) => ({ labels: images.map((i) => i.label), scores: images.map((i) => i.score / 20) }));

/**
 * Patients of 1 to 4 images of one label; the score is a logistic of label, a patient effect and noise, so that images
 * of one patient resemble each other.
 */
export function simulatePatients(seed: string, patients: number, patientSpread = 1): Scored & { scores: number[] } {
  const random = createRandom(seed);
  const labels: number[] = [];
  const scores: number[] = [];
  const groups: string[] = [];
  for (let patient = 0; patient < patients; patient++) {
    const label = random.integer(2);
    const effect = patientSpread * random.normal();
    for (let image = 1 + random.integer(4); image > 0; image--) {
      labels.push(label);
      scores.push(1 / (1 + Math.exp(-(2 * (label - 0.5) + effect + 0.5 * random.normal()))));
      groups.push(`patient ${patient}`);
    }
  }
  return { labels, scores, groups };
}
