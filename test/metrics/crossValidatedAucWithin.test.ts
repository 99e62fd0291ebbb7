import { expect, test } from "vitest";
import { crossValidatedAuc, crossValidatedAucWithin, type StratifiedFold } from "../../lib/metrics/index.js";
import { createRandom } from "../../lib/random.js";

/** Patients with a hand and a hip; hands break often. The score knows the region, and the label by `skill`. */
function foldOf(seed: number, patients: number, skill: number): StratifiedFold {
  const random = createRandom(`fold ${seed}`);
  const images = Array.from({ length: patients }, (_, patient) =>
    ["hand", "hip"].map((region) => {
      const label = Number(random.uniform() < (region === "hand" ? 0.7 : 0.2));
      const score = (region === "hand" ? 2 : 0) + skill * label + random.normal();
      return { region, label, score, group: `${seed}/${patient}` };
    }),
  ).flat();
  return {
    labels: images.map(({ label }) => label),
    scores: images.map(({ score }) => score),
    groups: images.map(({ group }) => group),
    strata: images.map(({ region }) => region),
  };
}

const folds = [1, 2, 3, 4, 5].map((seed) => foldOf(seed, 40, 0));

test("a model that knows the region alone has an AUC over all images and none within regions", () => {
  expect(crossValidatedAuc(folds).auc.low).toBeGreaterThan(0.65);
  const { macroAverage, pairAverage } = crossValidatedAucWithin(folds);
  for (const average of [macroAverage!, pairAverage!]) {
    expect(average.low).toBeLessThan(0.5);
    expect(average.high).toBeGreaterThan(0.5);
    expect(Math.abs(average.value - 0.5)).toBeLessThan(0.08);
  }
});

test("with one region in every image it is the cross-validated AUC but for the folds' weights", () => {
  const even = [1, 2, 3].map((seed) => {
    const { scores, groups } = foldOf(seed, 30, 1);
    return { labels: groups.map((_, i) => i % 2), scores, groups, strata: groups.map(() => "hand") };
  });
  const within = crossValidatedAucWithin(even).macroAverage!;
  expect(within.value).toBeCloseTo(crossValidatedAuc(even).auc.value, 12);
  expect(within.standardError).toBeCloseTo(crossValidatedAuc(even).auc.standardError, 12);
});

test("each fold's scores may have a scale of their own", () => {
  const rescaled = folds.map((fold, k) => ({
    ...fold,
    scores: Array.from(fold.scores, (score) => 2 * score + 10 * k),
  }));
  expect(crossValidatedAucWithin(rescaled)).toEqual(crossValidatedAucWithin(folds));
});

test("a rare region is left out and named, and the averages keep their intervals", () => {
  const rare = folds.map((fold) => ({ ...fold, strata: fold.strata.map((name, i) => (i < 3 ? "skull" : name)) }));
  const { leftOut, macroAverage, strata } = crossValidatedAucWithin(rare, { leastImagesOfClass: 10 });
  expect(leftOut).toEqual(["skull"]);
  expect(strata.map(({ stratum }) => stratum).sort()).toEqual(["hand", "hip"]);
  expect(macroAverage!.low).toBeLessThan(macroAverage!.high);
});

test("folds in which a class of a region is from one group alone do not count, and leave no NaN", () => {
  const lonely: StratifiedFold = {
    labels: [1, 1, 0, 0, 0],
    scores: [1, 2, 3, 4, 5],
    groups: ["a", "a", "b", "c", "d"],
    strata: ["hand", "hand", "hand", "hand", "hand"],
  };
  expect(crossValidatedAucWithin([...folds, lonely])).toEqual(crossValidatedAucWithin(folds));
  expect(crossValidatedAucWithin([lonely])).toEqual({
    strata: [],
    leftOut: ["hand"],
    macroAverage: undefined,
    pairAverage: undefined,
  });
});

test("a stratum for each image is asked for", () => {
  expect(() => crossValidatedAucWithin([{ ...folds[0]!, strata: ["hand"] }])).toThrow(
    "Expected one stratum a label. Received: 80 labels and 1 strata",
  );
});
