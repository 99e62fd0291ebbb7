import { describe, expect, test } from "vitest";
import { compareRuns, costRows, differenceRows, metricRows, pairRows, verdicts } from "../../lib/compare/index.js";
import { compareAucs, detectableFromStandardError } from "../../lib/metrics/index.js";
import { pairRuns } from "../../lib/compare/pairRuns.js";
import { noisy, simulatedRun } from "./simulatedRuns.js";

const good = simulatedRun("A good", { logitOf: noisy(0.3) });
const poor = simulatedRun("B poor", { logitOf: noisy(3), overrides: ["model.dropout=0.1"] });

describe("compareRuns", () => {
  test("a clearly worse run is told apart, by every test and in words", () => {
    const comparison = compareRuns([good, poor]);
    const [pair] = comparison.pairs;
    expect(pair!.auc.difference.high).toBeLessThan(0);
    expect(pair!.bootstrap.high).toBeLessThan(0);
    expect(pair!.swapP).toBeLessThan(0.01);
    expect(pair!.calls.onlyBaselineRight).toBeGreaterThan(pair!.calls.onlyCandidateRight);
    expect(verdicts(comparison)[0]).toMatch(/^B poor: AUC 0\.\d{3} lower \(−0.*\) than A good, p < 0\.001: more than/);
  });

  test("the AUC gained is compareAucs' of the joined images, and what it could tell follows from its standard error", () => {
    const { pairs } = compareRuns([good, poor]);
    const joined = pairRuns(good, poor);
    expect(pairs[0]!.auc).toEqual(compareAucs(joined));
    expect(pairs[0]!.detectable).toBe(detectableFromStandardError(pairs[0]!.auc.standardError));
  });

  test("images are joined by content: their order and their names do not matter", () => {
    const shuffled = {
      ...poor,
      predictions: [...poor.predictions].reverse().map((row) => ({ ...row, path: "x.png" })),
    };
    expect(compareRuns([good, shuffled]).pairs).toEqual(compareRuns([good, poor]).pairs);
  });

  test("the same seed gives the same numbers", () => {
    expect(compareRuns([good, poor])).toEqual(compareRuns([good, poor]));
  });

  test("a run of the same ranking is said to rank alike, not to be equally good", () => {
    const twin = { ...good, name: "B twin" };
    const comparison = compareRuns([good, twin]);
    expect(comparison.pairs[0]).toMatchObject({ adjustedP: 1, detectable: NaN, swapP: 1 });
    expect(verdicts(comparison)[0]).toBe("B twin ranks the test images as A good does.");
  });

  test("a small difference is not called equality: the sentence says what the set could tell", () => {
    const one = simulatedRun("A one", { logitOf: noisy(1) });
    const predictions = one.predictions.map((row, i) => ({ ...row, logit: row.logit + (((i * 37) % 11) - 5) / 10 }));
    const other = { ...one, name: "B other", predictions };
    expect(verdicts(compareRuns([one, other]))[0]).toMatch(/cannot tell them apart; it could tell 0\.\d{3}\.$/);
  });

  test("with two candidates the p-values are Holm's", () => {
    const comparison = compareRuns([good, poor, simulatedRun("C middling", { logitOf: noisy(0.5) })]);
    const [smaller, larger] = comparison.pairs.map(({ auc }) => auc.pValue).sort((a, b) => a - b);
    const adjusted = comparison.pairs.map(({ adjustedP }) => adjustedP).sort((a, b) => a - b);
    expect(adjusted).toEqual([Math.min(1, 2 * smaller!), Math.max(Math.min(1, 2 * smaller!), larger!)]);
    expect(verdicts(comparison).at(-1)).toContain("2 tests together (Holm)");
  });

  test("other test images, labels or classes are refused in one sentence", () => {
    const fewer = { ...poor, predictions: poor.predictions.slice(1) };
    expect(() => compareRuns([good, fewer])).toThrow(
      /same test images\. Received: A good on 240, B poor on 239, 239 of/,
    );
    const relabelled = poor.predictions.map((row, i) => (i < 3 ? { ...row, label: "fractured", group: "other" } : row));
    expect(() => compareRuns([good, { ...poor, predictions: relabelled }])).toThrow(/Received: 3 of 240 test images/);
    const classes = { ...poor, saved: { ...poor.saved, classes: ["a", "b"] } };
    expect(() => compareRuns([good, classes])).toThrow(
      /same classes\. Received: not_fractured, fractured against a, b/,
    );
  });

  test("another split of training and a leaky one are warned of", () => {
    const other = { ...poor, saved: { ...poor.saved, split: { by: "image", digest: "0", leaky: true } } };
    const { warnings } = compareRuns([good, other]);
    expect(warnings.join("\n")).toMatch(/B poor: another split than A good\..*\nB poor: LEAKY/);
    expect(compareRuns([good, poor]).warnings.filter((warning) => /split/.test(warning))).toEqual([]);
  });
});

test("differenceRows has the settings that differ and no other", () => {
  expect(differenceRows([good, poor])).toEqual([{ setting: "model.dropout", "A good": "0.3", "B poor": "0.1" }]);
  const elsewhere = {
    ...poor,
    evidence: { ...poor.evidence, origin: { ...poor.evidence.origin, "version.tfjs": "4.0" } },
  };
  expect(differenceRows([good, elsewhere]).at(-1)).toEqual({
    setting: "version.tfjs",
    "A good": "4.22.0",
    "B poor": "4.0",
  });
});

test("metricRows and pairRows give every number with its interval", () => {
  const [auc, ...rest] = metricRows([good, poor]);
  expect(auc!["A good"]).toMatch(/^0\.\d{3} \[0\.\d{3}, [01]\.\d{3}\]$/);
  expect(rest.map((row) => row["on test"])).toContain("auc within region");
  expect(pairRows(compareRuns([good, poor]))).toHaveLength(1);
});

test("costRows says unknown where a run did not record it, and that a resumed run's CPU time is not all", () => {
  const cost = { cpuSeconds: 12.34, peakMemoryMB: 800, isWhole: false };
  const training = { format: 1 as const, history: [], bestEpoch: 0, seconds: 5, imagesPerSecond: 40, cost };
  const rows = costRows([good, { ...poor, training }]);
  expect(rows.find(({ cost: name }) => name === "CPU seconds")).toEqual({
    cost: "CPU seconds",
    "A good": "unknown",
    "B poor": "12.3 since its resume",
  });
});
