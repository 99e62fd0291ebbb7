import { expect, test } from "vitest";
import { aucWithinStrata, crossValidatedAuc, delongAuc, rocAuc } from "../../lib/metrics/index.js";
import { createRandom } from "../../lib/random.js";
import { simulatePatients } from "./scoredImages.js";

const folds = [1, 2, 3, 4, 5].map((fold) => {
  const { groups, ...scored } = simulatePatients(`fold ${fold}`, 30);
  return { ...scored, groups: groups.map((group) => `${fold}/${group}`) };
});

test("one fold alone is delongAuc of it", () => {
  expect(crossValidatedAuc([folds[0]!]).auc).toEqual(delongAuc(folds[0]!));
});

test("folds of other patients tell more together: variances of their AUCs add up", () => {
  const { auc, folds: each } = crossValidatedAuc(folds);
  expect(auc.value).toBeCloseTo(
    each.reduce((sum, fold) => sum + fold.value / 5, 0),
    12,
  );
  const together = Math.sqrt(each.reduce((sum, fold) => sum + (fold.standardError / 5) ** 2, 0));
  expect(auc.standardError / together).toBeCloseTo(1, 2);
});

test("a repeat with the same scores adds no certainty: a group in two repeats is one witness", () => {
  const once = crossValidatedAuc(folds).auc;
  const twice = crossValidatedAuc([...folds, ...folds]).auc;
  expect(twice.value).toBeCloseTo(once.value, 12);
  expect(twice.standardError).toBeCloseTo(once.standardError, 12);
});

test("each fold's scores may have a scale of their own, where pooling them would not", () => {
  const rescaled = folds.map((fold, k) => ({ ...fold, scores: fold.scores.map((score) => score + 10 * k) }));
  expect(crossValidatedAuc(rescaled)).toEqual(crossValidatedAuc(folds));
});

test("ten perfect folds have an AUC of exactly 1 and an interval with a width", () => {
  const perfect = Array.from({ length: 10 }, (_, fold) => ({
    labels: [0, 0, 1, 1],
    scores: [0, 0, 1, 1],
    groups: ["a", "b", "c", "d"].map((name) => `${fold}${name}`),
  }));
  const { auc } = crossValidatedAuc(perfect);
  expect(auc.value).toBe(1);
  expect(auc.low).toBeLessThan(0.95);
});

/** Patients with images of two regions, of which one breaks often; the score knows the region and nothing else. */
function regionModel(patients: number) {
  const random = createRandom("regions");
  const images = Array.from({ length: patients }, (_, patient) =>
    ["hand", "hip"].map((region) => ({
      region,
      group: `patient ${patient}`,
      label: Number(random.uniform() < (region === "hand" ? 0.7 : 0.2)),
      score: (region === "hand" ? 1 : 0) + 0.5 * random.uniform(),
    })),
  ).flat();
  return {
    labels: images.map(({ label }) => label),
    scores: images.map(({ score }) => score),
    groups: images.map(({ group }) => group),
    strata: images.map(({ region }) => region),
  };
}

test("a model that knows the region alone looks good over all images, and is worth 0.5 within regions", () => {
  const scored = regionModel(200);
  expect(rocAuc(scored.labels, scored.scores)).toBeGreaterThan(0.7);
  const within = aucWithinStrata({ ...scored });
  for (const { value, low, high } of [within.macroAverage, within.pairAverage]) {
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
    expect(high).toBeLessThan(0.62);
    expect(Math.abs(value - 0.5)).toBeLessThan(0.07);
  }
});

test("the macro average counts regions alike, the pair average counts pairs alike", () => {
  const scored = regionModel(60);
  const within = aucWithinStrata({ ...scored });
  const [one, other] = within.strata;
  expect(within.macroAverage.value).toBeCloseTo((one!.auc.value + other!.auc.value) / 2, 12);
  const pairs = within.strata.map(({ n, positives }) => positives * (n - positives));
  const weighted = (pairs[0]! * one!.auc.value + pairs[1]! * other!.auc.value) / (pairs[0]! + pairs[1]!);
  expect(within.pairAverage.value).toBeCloseTo(weighted, 12);
});

test("the macro average's interval is that of the mean of the regions' AUCs", () => {
  const scored = regionModel(150);
  const { macroAverage } = aucWithinStrata(scored);
  const parts = ["hand", "hip"].map((region) => {
    const images = scored.strata.flatMap((stratum, i) => (stratum === region ? [i] : []));
    return {
      labels: images.map((i) => scored.labels[i]!),
      scores: images.map((i) => scored.scores[i]!),
      groups: images.map((i) => scored.groups[i]!),
    };
  });
  const { auc } = crossValidatedAuc(parts); // the mean of the parts' AUCs, by formula
  expect(macroAverage.value).toBeCloseTo(auc.value, 12);
  expect(macroAverage.low).toBeCloseTo(auc.low, 12);
  expect(macroAverage.high).toBeCloseTo(auc.high, 12);
});

test("regions told apart without an error are not certain: their averages have an interval with a width", () => {
  const images = Array.from({ length: 40 }, (_, i) => ({ label: i % 2, region: i < 20 ? "hand" : "hip" }));
  const within = aucWithinStrata({
    labels: images.map(({ label }) => label),
    scores: images.map(({ label }) => label),
    groups: images.map((_, i) => `p${i}`),
    strata: images.map(({ region }) => region),
  });
  for (const { value, low, high } of [within.macroAverage, within.pairAverage]) {
    expect([value, high]).toEqual([1, 1]);
    expect(low).toBeGreaterThan(0.7);
    expect(low).toBeLessThan(0.99);
  }
});

test("a region with too few images of a class is left out by name; with none left the average is undefined", () => {
  const scored = regionModel(30);
  const strata = scored.strata.map((region, i) => (i < 6 ? "foot" : region));
  const within = aucWithinStrata({ ...scored, strata });
  expect(within.leftOut).toEqual(["foot"]);
  expect(within.strata.map(({ stratum }) => stratum).sort()).toEqual(["hand", "hip"]);
  const none = aucWithinStrata({ ...scored, leastImagesOfClass: 100 });
  expect(none.strata).toEqual([]);
  expect(none.macroAverage.value).toBeNaN();
  expect(none.pairAverage.value).toBeNaN();
});

test("what does not fit is refused by name", () => {
  expect(() => crossValidatedAuc([])).toThrow("Expected at least one fold. Received: none");
  const scored = { labels: [0, 1], scores: [0.1, 0.9], groups: ["a", "b"], strata: ["hand"] };
  expect(() => aucWithinStrata(scored)).toThrow("Expected one stratum a label. Received: 2 labels and 1 strata");
});
