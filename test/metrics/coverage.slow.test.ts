import { beforeAll, expect, test } from "vitest";
import {
  aucSwapTest,
  chooseThreshold,
  clusteredProportion,
  compareAucs,
  delongAuc,
  groupBootstrap,
  operatingPoint,
  rocAuc,
  summarize,
  summarizeMean,
  wilsonInterval,
} from "../../lib/metrics/index.js";
import { logistic } from "../../lib/metrics/logistic.js";
import { createRandom } from "../../lib/random.js";

/** Patients of 1 to 4 images that resemble each other, some with both labels, scored by two equally good models. */
function study(seed: string, patients: number) {
  const random = createRandom(seed);
  const out = { labels: [] as number[], groups: [] as string[], baseline: [] as number[], candidate: [] as number[] };
  for (let patient = 0; patient < patients; patient++) {
    const usual = random.integer(2);
    const effect = random.normal();
    for (let image = 1 + random.integer(4); image > 0; image--) {
      const label = random.uniform() < 0.85 ? usual : 1 - usual;
      const both = 2.5 * label + effect + 0.6 * random.normal();
      out.labels.push(label);
      out.groups.push(`patient ${patient}`);
      out.baseline.push(both + 0.6 * random.normal());
      out.candidate.push(both + 0.6 * random.normal());
    }
  }
  return out;
}

/** Ten patients each, as probabilities. */
function foldsOf({ labels, groups, baseline }: Pick<ReturnType<typeof study>, "labels" | "groups" | "baseline">) {
  return [0, 1, 2, 3, 4].map((fold) => {
    const images = groups.flatMap((group, i) => (Number(group.split(" ")[1]) % 5 === fold ? [i] : []));
    return {
      labels: images.map((i) => labels[i]!),
      groups: images.map((i) => groups[i]!),
      scores: images.map((i) => logistic(baseline[i]! - threshold)),
      thresholdProb: 0.5,
    };
  });
}

/** Of the images of a class, the share that a cut on the baseline's scores calls right. */
function rightShare({ labels, baseline }: ReturnType<typeof study>, label: number, cut: number): number {
  const scores = baseline.filter((_, i) => labels[i] === label);
  return scores.filter((score) => score >= cut === (label === 1)).length / scores.length;
}

/** Five patients may be of one class: nobody would judge a model on them. */
function studyOfBothClasses(seed: string, patients: number) {
  for (let attempt = 0; ; attempt++) {
    const drawn = study(`${seed}/${attempt}`, patients);
    if (new Set(drawn.labels).size === 2) return drawn;
  }
}

const studies = 400;
const threshold = 1.25;
const fewPatients = [5, 10, 15, 20];
const fewStudies = 300;
const promises = 150;
/** Share of the studies in which each interval holds the truth, or each test errs. */
const share: Record<string, number> = {};

beforeAll(() => {
  const all = study("everyone", 40_000);
  const trueAuc = rocAuc(all.labels, all.baseline);
  const intact = ({ labels, baseline, groups }: typeof all) => {
    const images = labels.flatMap((label, i) => (label === 0 ? [i] : []));
    return { hits: images.map((i) => Number(baseline[i]! < threshold)), groups: images.map((i) => groups[i]!) };
  };
  const everyone = intact(all).hits;
  const trueSensitivity = rightShare(all, 1, threshold);
  const trueSpecificity = everyone.reduce((sum, hit) => sum + hit, 0) / everyone.length;
  for (let s = 0; s < studies; s++) {
    const { labels, groups, baseline, candidate } = study(`study ${s}`, 50);
    const count = (name: string, { low, high }: { low: number; high: number }, truth: number): void => {
      share[name] = (share[name] ?? 0) + Number(low <= truth && truth <= high) / studies;
    };
    const auc = (drawn: Uint32Array): number[] => [
      rocAuc(
        Float64Array.from(drawn, (i) => labels[i]!),
        Float64Array.from(drawn, (i) => baseline[i]!),
      ),
    ];
    count("DeLong by group", delongAuc({ labels, groups, scores: baseline }), trueAuc);
    count("DeLong by image", delongAuc({ labels, groups: groups.map((_, i) => `${i}`), scores: baseline }), trueAuc);
    for (const method of ["bca", "percentile"] as const) {
      count(method, groupBootstrap(groups, auc, { seed: s, resamples: 200, method })[0]!, trueAuc);
    }
    count("difference in AUC", compareAucs({ labels, groups, baseline, candidate }).difference, 0);
    const { pValue } = aucSwapTest({ labels, groups, baseline, candidate }, { seed: s, swaps: 99 });
    share["swap test errs"] = (share["swap test errs"] ?? 0) + Number(pValue <= 0.05) / studies;
    const { hits, groups: patients } = intact({ labels, groups, baseline, candidate });
    count("specificity by group", clusteredProportion(hits, patients), trueSpecificity);
    const wilson = wilsonInterval(
      hits.reduce((sum, hit) => sum + hit, 0),
      hits.length,
    );
    count("specificity by image", wilson, trueSpecificity);
    const folds = foldsOf({ labels, groups, baseline });
    count("specificity, mean of folds", summarizeMean(folds, { seed: s, resamples: 200 }).specificity, trueSpecificity);
  }
  for (const patients of fewPatients) {
    for (let s = 0; s < fewStudies; s++) {
      const { labels, groups, baseline } = studyOfBothClasses(`few ${patients}, ${s}`, patients);
      const scored = { labels, groups, scores: baseline.map((score) => logistic(score - threshold)) };
      const count = (name: string, { low, high }: { low: number; high: number }, truth: number): void => {
        const key = `${name}, ${patients} patients`;
        share[key] = (share[key] ?? 0) + Number(low <= truth && truth <= high) / fewStudies;
      };
      const { auc, sensitivity } = summarize({ ...scored, thresholdProb: 0.5, seed: s, resamples: 200 });
      count("AUC by BCa", auc, trueAuc);
      count("sensitivity by BCa", sensitivity, trueSensitivity);
      count("AUC by DeLong", delongAuc(scored), trueAuc);
      const fractured = labels.flatMap((label, i) => (label === 1 ? [i] : []));
      const hits = fractured.map((i) => Number(baseline[i]! >= threshold));
      const byGroup = clusteredProportion(
        hits,
        fractured.map((i) => groups[i]!),
      );
      count("sensitivity by group", byGroup, trueSensitivity);
    }
  }
  // What a user is promised: the true sensitivity at the threshold that 30 other patients would choose.
  const asScored = ({ labels, groups, baseline }: typeof all) => ({
    labels,
    groups,
    scores: baseline.map((score) => logistic(score - threshold)),
  });
  for (let s = 0; s < promises; s++) {
    const point = operatingPoint({
      validation: asScored(studyOfBothClasses(`promise ${s}`, 30)),
      test: asScored(studyOfBothClasses(`promise kept ${s}`, 50)),
      rule: { sensitivityAtLeast: 0.9 },
      seed: s,
      resamples: 200,
    });
    const other = asScored(studyOfBothClasses(`another choice ${s}`, 30));
    const { thresholdProb } = chooseThreshold(other.labels, other.scores, { sensitivityAtLeast: 0.9 });
    const cut = Math.log(thresholdProb / (1 - thresholdProb)) + threshold;
    const truth = rightShare(all, 1, cut);
    for (const [name, { low, high }] of [
      ["given threshold, another's choice", point.test.sensitivity],
      ["chosen anew, another's choice", point.chosenAnew.sensitivity],
    ] as const) {
      share[name] = (share[name] ?? 0) + Number(low <= truth && truth <= high) / promises;
    }
  }
});

test.each([
  ["DeLong by group", 0.92, 0.98],
  ["bca", 0.92, 0.98],
  ["difference in AUC", 0.92, 0.99],
  ["specificity by group", 0.92, 0.98],
  ["specificity, mean of folds", 0.9, 0.98],
])("a 95-percent interval, %s, holds the truth in a share of %d to %d of the studies", (name, low, high) => {
  expect(share[name]).toBeGreaterThanOrEqual(low);
  expect(share[name]).toBeLessThanOrEqual(high);
});

test("BCa holds the true AUC more often than percentiles: why it is the default", () => {
  expect(share["bca"]).toBeGreaterThan(share["percentile"]!);
});

test("intervals that take images for patients hold the truth too seldom", () => {
  expect(share["DeLong by image"]).toBeLessThan(share["DeLong by group"]! - 0.02);
  expect(share["specificity by image"]).toBeLessThan(share["specificity by group"]! - 0.02);
});

test("the swap test finds a difference between equal models in at most some 5 % of the studies", () => {
  expect(share["swap test errs"]).toBeGreaterThan(0.015);
  expect(share["swap test errs"]).toBeLessThan(0.08);
});

test.each(fewPatients)(
  "%d patients: a sensitivity's intervals hold it, an AUC's by BCa are somewhat too narrow",
  (n) => {
    expect(share[`sensitivity by BCa, ${n} patients`]).toBeGreaterThan(0.92);
    expect(share[`sensitivity by group, ${n} patients`]).toBeGreaterThan(0.94);
    expect(share[`AUC by DeLong, ${n} patients`]).toBeGreaterThan(0.89);
    expect(share[`AUC by BCa, ${n} patients`]).toBeGreaterThan(0.87);
    if (n >= 10) expect(share[`AUC by BCa, ${n} patients`]).toBeLessThan(0.93);
  },
);

test("what another choice of threshold would come to is held far more often by the interval that chooses anew", () => {
  expect(share["given threshold, another's choice"]).toBeLessThan(0.7);
  expect(share["chosen anew, another's choice"]).toBeGreaterThan(0.75);
});
