import { readFileSync } from "node:fs";
import { format } from "prettier";
import { describe, expect, test } from "vitest";
import { toMarkdown } from "../../lib/card/toMarkdown.js";
import type { OutOfFoldRow } from "../../lib/experiment/outOfFoldCsv.js";
import { holm } from "../../lib/metrics/index.js";
import { compareNamed, namedReport, type NamedResult } from "../../lib/namedExperiments/index.js";
import { namedResult, verdictsOf } from "./namedResults.js";

const baseline = namedResult("baseline", [], verdictsOf("baseline", 1));
const better = namedResult("better", ["model.dropout=0"], verdictsOf("better", 0.1));
const worse = namedResult("worse", ["model.normalization=none"], verdictsOf("worse", 4));
const alike = namedResult("alike", ["model.head=flatten"], verdictsOf("alike", 1));
const missing = namedResult("missing", ["model.filters=[8,8]"]);

function pageOf(...results: NamedResult[]): string {
  return toMarkdown(namedReport(compareNamed(results), ["training.epochs=2"]));
}

/** The sentence on an experiment. */
function readingOf(name: string, page: string): string {
  return new RegExp(`^- \`${name}\` \\(.*?\\): (.*)$`, "m").exec(page)![1]!;
}

describe("what an experiment gains", () => {
  interface Oracle {
    folds: { labels: number[]; groups: string[]; baseline: number[]; candidate: number[] }[];
    gain: number;
    standardError: number;
    pValue: number;
  }
  const oracle = JSON.parse(readFileSync("test/oracles/pairedFolds.json", "utf8")) as Oracle;
  const rowsOf = (model: "baseline" | "candidate"): OutOfFoldRow[] =>
    oracle.folds.flatMap(({ labels, groups, ...scores }, k) =>
      labels.map((label, i) => ({
        path: `${k}-${i}.png`,
        fold: String(k + 1),
        repeat: "1",
        label: label === 1 ? "fractured" : "not_fractured",
        group: groups[i]!,
        prob: 0.5,
        logit: scores[model][i]!,
      })),
    );

  test("is the oracle's, in whatever order the images were judged", () => {
    const candidate = namedResult("candidate", ["seed=1"], rowsOf("candidate").reverse());
    const [, row] = compareNamed([namedResult("baseline", [], rowsOf("baseline")), candidate]);
    expect(row!.gain!.difference.value).toBeCloseTo(oracle.gain, 12);
    expect(row!.gain!.standardError).toBeCloseTo(oracle.standardError, 12);
    expect(row!.gain!.adjustedP).toBeCloseTo(oracle.pValue, 10); // the only one
  });

  test("has a p-value corrected for all rows that have one", () => {
    const gains = compareNamed([baseline, better, missing, alike, worse]).flatMap(({ gain }) => gain ?? []);
    expect(gains).toHaveLength(3);
    expect(gains.map(({ adjustedP }) => adjustedP)).toEqual(holm(gains.map(({ pValue }) => pValue)));
    expect(gains.map(({ adjustedSwapP }) => adjustedSwapP)).toEqual(holm(gains.map(({ swapP }) => swapP)));
  });

  test.each<[string, Partial<OutOfFoldRow>]>([
    ["image", { path: "other.png" }],
    ["fold", { fold: "2" }],
    ["label", { label: "fractured" }],
    ["group", { group: "other" }],
  ])("is refused where an %s is another", (_, change) => {
    const [first, ...others] = verdictsOf("better", 0.1);
    const changed = namedResult("changed", ["seed=1"], [{ ...first!, ...change }, ...others]);
    expect(() => compareNamed([baseline, changed])).toThrow(/Received: 320 and 320 held-out verdicts, 319 of them/);
  });
});

describe("the page", () => {
  test("reads better, worse and not told apart from the numbers", () => {
    const page = pageOf(baseline, better, worse, alike);
    expect(readingOf("better", page)).toMatch(/^better than the baseline: AUC 0\.\d+ higher \(0\.\d+ to 0\.\d+\), p /);
    expect(readingOf("worse", page)).toMatch(/^worse than the baseline: AUC 0\.\d+ lower/);
    expect(readingOf("alike", page)).toMatch(/^not told apart: AUC .* \(−0\.\d+ to 0\.\d+\), p = /);
    const turned = pageOf(
      { ...better, experiment: baseline.experiment },
      { ...baseline, experiment: better.experiment },
    );
    expect(readingOf("better", turned)).toMatch(/^worse than the baseline/);
  });

  test("says of a difference whether seeds alone lie as far apart", () => {
    expect(readingOf("better", pageOf(baseline, better))).toMatch(/another seed alone changes is not known yet\.$/);
    const likeIt = namedResult("seed-2", ["seed=2"], verdictsOf("seed 2", 1));
    const unlikeIt = namedResult("seed-3", ["seed=3"], verdictsOf("seed 3", 3));
    expect(readingOf("better", pageOf(baseline, better, likeIt))).toMatch(/Seeds alone lie less far apart/);
    const page = pageOf(baseline, better, likeIt, unlikeIt);
    expect(readingOf("better", page)).toMatch(/Seeds alone lie as far apart .* luck of the training\.$/);
    expect(readingOf("seed-3", page)).toMatch(/Nothing but the seed differs\.$/);
  });

  test("says of an interval that leaves 0 out that it does not stand among many rows", () => {
    const many = Array.from({ length: 6 }, (_, i) =>
      namedResult(`other-${i}`, ["model.head=flatten"], verdictsOf(`alike ${i}`, 1)),
    );
    const close = namedResult("close", ["model.dropout=0"], verdictsOf("close", 0.72));
    const [, alone] = compareNamed([baseline, close]);
    expect(alone!.gain!.pValue).toBeLessThan(0.05);
    expect(readingOf("close", pageOf(baseline, close, ...many))).toMatch(
      /^not told apart: .* leaves 0 out, but p = 0\.\d+ among all rows\.$/,
    );
  });

  test("does not call a row told apart that the exchange of whole groups does not, DeLong's test being too sure of few", () => {
    const inBlocks = (verdicts: OutOfFoldRow[]): OutOfFoldRow[] =>
      verdicts.map((row, i) => ({ ...row, group: `block ${Math.floor(i / 20)}` })); // four a fold
    const first = namedResult("baseline", [], inBlocks(verdictsOf("baseline", 1)));
    const close = namedResult("close", ["model.dropout=0"], inBlocks(verdictsOf("near", 0.75)));
    const [, row] = compareNamed([first, close]);
    expect(row!.gain!.pValue).toBeLessThan(0.05);
    expect(row!.gain!.swapP).toBeGreaterThan(0.05);
    expect(readingOf("close", pageOf(first, close))).toMatch(
      /^not told apart: .*p = 0\.04\d by DeLong's test, but p = 0\.05\d when whole groups are exchanged\.$/,
    );
  });

  test("has the run of each row, and for one without the command that makes it, with no folder of any machine", () => {
    const page = pageOf(baseline, missing);
    expect(page).toContain("`#/experiments/1/runs/baseline-run`");
    expect(page).toMatch(
      /`missing` \| not yet run \| {2}\| {2}\| `npm run experiment -- missing --folds 4 --data folder`/,
    );
    expect(readingOf("missing", page)).toBe("not yet run.");
    expect(page).toContain("1 of 2 have been run");
    expect(page).not.toContain("/home/someone");
  });

  test("without a baseline holds nothing against anything", () => {
    const page = pageOf({ ...baseline, run: undefined }, better);
    expect(readingOf("better", page)).toMatch(/^the baseline has not been run/);
    expect(page).toContain("What difference could be told is known when two rows have run.");
  });

  test("before any run is a list of what to run", () => {
    expect(pageOf({ ...baseline, run: undefined }, missing)).toContain("`npm run experiment -- baseline --folds 5`");
  });

  test("names runs that were left out, with the reason", () => {
    const leftOut = [{ runId: "abc", reason: "it was stopped" }];
    expect(pageOf(baseline, { ...missing, leftOut })).toContain("- `abc` of missing: it was stopped.");
  });

  test("is the same for the same runs, and stays as Prettier leaves it", async () => {
    const [once, again] = [pageOf(baseline, better, missing), pageOf(baseline, better, missing)];
    expect(again).toBe(once);
    const formatted = await format(once, { parser: "markdown" });
    expect(await format(formatted, { parser: "markdown" })).toBe(formatted);
  });
});
