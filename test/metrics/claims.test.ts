import { expect, test } from "vitest";
import { createRandom } from "../../lib/random.js";
import { independentDifference } from "../../lib/metrics/independentDifference.js";
import { judgeClaim } from "../../lib/metrics/judgeClaim.js";
import { wilsonInterval } from "../../lib/metrics/wilsonInterval.js";
import { simulatePatients } from "./scoredImages.js";

test("independentDifference of two proportions is Newcombe's interval: 56 of 70 less 48 of 80", () => {
  // Newcombe 1998 (doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I), table II, example (a), method 10.
  const share = (hits: number, n: number) => ({ value: hits / n, ...wilsonInterval(hits, n) });
  const { value, low, high } = independentDifference(share(56, 70), share(48, 80));
  expect([value, low, high].map((number) => number.toFixed(4))).toEqual(["0.2000", "0.0524", "0.3339"]);
});

test("the other way round is the same difference mirrored", () => {
  const [a, b] = [
    { value: 0.9, low: 0.8, high: 0.95 },
    { value: 0.6, low: 0.5, high: 0.75 },
  ];
  const [there, back] = [independentDifference(a, b), independentDifference(b, a)];
  expect(back.low).toBeCloseTo(-there.high, 12);
  expect(back.high).toBeCloseTo(-there.low, 12);
});

const settings = { thresholdProb: 0.5, seed: 1, resamples: 400 };

test("copies of one image narrow the interval over images and not that over groups", () => {
  const once = simulatePatients("claims", 40);
  const copied = {
    labels: [1, 2, 3, 4].flatMap(() => Array.from(once.labels)),
    scores: [1, 2, 3, 4].flatMap(() => once.scores),
    groups: [1, 2, 3, 4].flatMap(() => once.groups),
  };
  const width = ({ low, high }: { low: number; high: number }): number => high - low;
  const { claimed } = judgeClaim("cnn", { own: copied, elsewhere: once }, settings);
  const { claimed: alone } = judgeClaim("cnn", { own: once, elsewhere: once }, settings);
  expect(claimed.byImage.auc.value).toBe(claimed.byGroup.auc.value);
  expect(width(claimed.byImage.auc)).toBeLessThan(0.6 * width(alone.byImage.auc));
  expect(width(claimed.byGroup.auc)).toBeCloseTo(width(alone.byGroup.auc), 1);
  expect([claimed.images, claimed.groups]).toEqual([4 * once.scores.length, 40]);
});

test("an honest claim's excess holds 0, a feigned one's does not", () => {
  const elsewhere = simulatePatients("elsewhere", 150);
  const honest = simulatePatients("honest", 150);
  const random = createRandom("feigned");
  const feigned = { ...honest, scores: Array.from(honest.labels, (label) => (label + random.uniform()) / 2) };
  const { excess } = judgeClaim("honest", { own: honest, elsewhere }, settings);
  expect(excess.low).toBeLessThan(0);
  expect(excess.high).toBeGreaterThan(0);
  expect(judgeClaim("feigned", { own: feigned, elsewhere }, settings).excess.low).toBeGreaterThan(0);
});
