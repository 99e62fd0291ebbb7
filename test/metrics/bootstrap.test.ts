import { expect, test } from "vitest";
import {
  groupBootstrap,
  metricNames,
  newcombeAucInterval,
  rocAuc,
  rocBand,
  summarize,
  summarizeBySlice,
  summarizeMean,
} from "../../lib/metrics/index.js";
import { createRandom } from "../../lib/random.js";
import { simulatePatients } from "./scoredImages.js";

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

test("groups are drawn whole, as many as there are", () => {
  const groups = ["a", "b", "a", "c", "b", "a"];
  groupBootstrap(
    groups,
    (drawn) => {
      const times = groups.map((_, image) => drawn.filter((i) => i === image).length);
      expect([times[2], times[5], times[4]]).toEqual([times[0], times[0], times[1]]);
      expect(times[0]! + times[1]! + times[3]!).toBe(3);
      return [0];
    },
    { seed: 1, resamples: 200, method: "percentile" },
  );
});

test("95 % intervals hold the true mean in about 95 % of 300 studies, though images of a patient agree", () => {
  let held = 0;
  for (let study = 0; study < 300; study++) {
    const random = createRandom(`study ${study}`);
    const groups: string[] = [];
    const values: number[] = [];
    for (let patient = 0; patient < 40; patient++) {
      const effect = random.normal();
      for (let image = 0; image < 5; image++) {
        groups.push(String(patient));
        values.push(effect + 0.3 * random.normal());
      }
    }
    const [interval] = groupBootstrap(groups, (drawn) => [mean(Float64Array.from(drawn, (i) => values[i]!))], {
      seed: study,
      resamples: 300,
    });
    if (interval!.low <= 0 && 0 <= interval!.high) held++;
  }
  expect(held / 300).toBeGreaterThan(0.9);
  expect(held / 300).toBeLessThan(0.985);
});

test("intervals by image would be too narrow: by group they are wider", () => {
  const scored = simulatePatients("wider", 60, 2);
  const auc = (drawn: Uint32Array): number[] => [
    rocAuc(
      Array.from(drawn, (i) => scored.labels[i]!),
      Array.from(drawn, (i) => scored.scores[i]!),
    ),
  ];
  const [byGroup] = groupBootstrap(scored.groups, auc, { seed: 3, resamples: 400 });
  const [byImage] = groupBootstrap(
    scored.groups.map((_, i) => String(i)),
    auc,
    { seed: 3, resamples: 400 },
  );
  expect(byGroup!.high - byGroup!.low).toBeGreaterThan(1.2 * (byImage!.high - byImage!.low));
});

test("resamples of one class are left out and counted", () => {
  const summary = summarize({
    labels: [1, 1, 0, 0],
    scores: [0.9, 0.4, 0.5, 0.1],
    groups: ["a", "a", "b", "c"],
    thresholdProb: 0.5,
    seed: 1,
  });
  expect(summary.auc.undefinedResamples).toBeGreaterThan(200);
  expect(summary.auc.low).toBeLessThanOrEqual(0.75);
  expect(summary.accuracy.undefinedResamples).toBeUndefined();
});

test("the same seed gives the same summary, another seed another one, and the order of the images no matter", () => {
  const { labels, scores, groups } = simulatePatients("order", 50);
  const options = { labels, scores, groups, thresholdProb: 0.5, seed: 7, resamples: 200 };
  const reversed = {
    labels: Array.from(labels).reverse(),
    scores: [...scores].reverse(),
    groups: [...groups].reverse(),
  };
  const summary = summarize(options);
  expect(summarize(options)).toEqual(summary);
  expect(summarize({ ...options, ...reversed })).toEqual(summary);
  expect(summarize({ ...options, seed: 8 })).not.toEqual(summary);
});

test("means over folds: one fold twice is that fold, its intervals too, since its patients are the same witnesses", () => {
  const fold = { ...simulatePatients("fold", 40), thresholdProb: 0.5 };
  const options = { seed: 3, resamples: 200 };
  const one = summarize({ ...fold, ...options });
  const twice = summarizeMean([fold, fold], options);
  for (const name of metricNames) {
    expect(twice[name].value).toBeCloseTo(one[name].value, 12);
    if (name !== "ece") expect(twice[name].low).toBeCloseTo(one[name].low, 12);
  }
});

test("means over folds: each fold is called at its own threshold, and five folds are surer than one", () => {
  const folds = [1, 2, 3, 4, 5].map((k) => {
    const { groups, ...images } = simulatePatients(`fold ${k}`, 20);
    return { ...images, groups: groups.map((group) => `${k}/${group}`), thresholdProb: k / 10 };
  });
  const options = { seed: 3, resamples: 200 };
  const { sensitivity } = summarizeMean(folds, options);
  const each = folds.map((fold) => summarize({ ...fold, ...options }).sensitivity);
  expect(sensitivity.value).toBeCloseTo(each.reduce((sum, { value }) => sum + value, 0) / 5, 12);
  const width = ({ low, high }: { low: number; high: number }): number => high - low;
  expect(width(sensitivity)).toBeLessThan(0.8 * Math.max(...each.map(width)));
});

test("a sensitivity of 1 in five patients is not sure: Wilson's interval over the patients", () => {
  const summary = summarize({
    labels: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0],
    scores: [0.9, 0.9, 0.8, 0.8, 0.9, 0.8, 0.9, 0.9, 0.9, 0.9, 0.2, 0.7],
    groups: ["a", "a", "b", "b", "c", "c", "d", "d", "e", "e", "f", "g"],
    thresholdProb: 0.5,
    seed: 1,
  });
  expect(summary.sensitivity).toEqual({ value: 1, low: expect.closeTo(0.5655, 4) as number, high: 1 });
});

test("an AUC of 1 in seven patients is not sure either: Newcombe's interval over the patients", () => {
  const summary = summarize({
    labels: [1, 1, 1, 1, 0, 0, 0],
    scores: [0.9, 0.9, 0.8, 0.8, 0.2, 0.3, 0.1],
    groups: ["a", "a", "b", "c", "d", "e", "f"],
    thresholdProb: 0.5,
    seed: 1,
  });
  expect(summary.auc).toEqual({ value: 1, ...newcombeAucInterval(1, 3, 3) });
  expect(summary.auc.low).toBeLessThan(0.7);
});

test("images of one class alone have a sensitivity but no AUC", () => {
  const summary = summarize({ labels: [1, 1], scores: [0.9, 0.1], groups: ["a", "b"], thresholdProb: 0.5, seed: 1 });
  expect(summary.sensitivity.value).toBe(0.5);
  expect(summary.auc).toEqual({ value: NaN, low: NaN, high: NaN, undefinedResamples: 1000 });
  expect(summary.specificity).toEqual({ value: NaN, low: NaN, high: NaN, undefinedResamples: 1000 });
});

test("images of one patient alone are judged, without an error: nothing is left when the patient is left out", () => {
  const one = { labels: [0, 1, 0, 1], scores: [0.1, 0.4, 0.6, 0.8], groups: ["p", "p", "p", "p"] };
  const { auc, sensitivity } = summarize({ ...one, thresholdProb: 0.5, seed: 1, resamples: 50 });
  expect(auc).toMatchObject({ value: 0.75, low: NaN, high: NaN }); // no spread is no certainty
  expect(sensitivity.value).toBe(0.5);
});

test("summarizeBySlice judges each slice by itself, the largest first, and warns of small ones", () => {
  const { labels, scores, groups } = simulatePatients("slices", 60);
  const slices = groups.map((group) => (Number(group.slice(8)) < 50 ? "hand" : "hip"));
  const summaries = summarizeBySlice({ labels, scores, groups, slices, thresholdProb: 0.5 });
  expect(summaries.map(({ slice, groups: count, small }) => ({ slice, count, small }))).toEqual([
    { slice: "hand", count: 50, small: false },
    { slice: "hip", count: 10, small: true },
  ]);
  const inHand = slices.flatMap((slice, i) => (slice === "hand" ? [i] : []));
  const hand = summaries[0]!;
  expect(hand.auc.value).toBeCloseTo(
    rocAuc(
      inHand.map((i) => labels[i]!),
      inHand.map((i) => scores[i]!),
    ),
    12,
  );
  const found = inHand.filter((i) => labels[i] === 1 && scores[i]! >= 0.5).length;
  expect(hand.sensitivity.value).toBe(found / hand.positives);
  for (const { low, value, high } of [hand.auc, hand.sensitivity, hand.specificity]) {
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
  }
});

test("rocBand runs round the curve from one corner to the other", () => {
  const scored = simulatePatients("band", 80);
  const band = rocBand(scored, { seed: 1, resamples: 200 }, 11);
  expect(band.falsePositiveRate).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  expect(band.high.at(-1)).toBe(1);
  expect(band.low.at(-1)).toBe(1);
  band.low.forEach((low, k) => {
    expect(low).toBeLessThanOrEqual(band.high[k]!);
  });
});

test("what does not fit is refused by name", () => {
  const options = { labels: [0, 1], scores: [0.1, 0.9], groups: ["a"], thresholdProb: 0.5, seed: 1 };
  expect(() => summarize(options)).toThrow("Expected one group a label. Received: 2 labels and 1 groups");
  expect(() => summarize({ ...options, groups: ["a", "b"], resamples: 0 })).toThrow(
    "Expected a positive number of resamples. Received: 0",
  );
  expect(() => summarizeBySlice({ ...options, groups: ["a", "b"], slices: ["hand"] })).toThrow(
    "Expected one slice a label. Received: 2 labels and 1 slices",
  );
});
