import { expect, test } from "vitest";
import { describeJudged } from "../../lib/experiment/describeJudged.js";
import type { RunEvaluation } from "../../lib/experiment/evaluateRun.js";
import { judgedAgain } from "./judgedAgain.js";

const { result, saved } = judgedAgain();
const describe = (change: Partial<RunEvaluation> = {}, run = saved) => describeJudged({ ...result, ...change }, run);

const truncated = Array.from({ length: 30 }, (_, i) => ({
  path: `broken ${i}.png`,
  label: "fractured",
  reason: "truncated" as const,
  detail: "",
}));

test("what was left out of the set is said by class and reason", () => {
  const { facts } = describe({ manifest: { ...result.manifest, rejected: truncated } });
  expect(facts).toContain("left out: 30 fractured truncated");
});

test("of its own test images, none of them seen, there is nothing to doubt", () => {
  expect(describe()).toEqual({
    facts: [
      "test of folder: 240 images in 120 groups",
      "the run's own data, in the groups of its training",
      "left out: 1 fractured truncated",
      "no trivial baselines: none drawn",
      "None of them was trained or validated on, as far as bytes and groups tell.",
    ],
    doubts: [],
  });
});

test("of another set it is said what copies were looked for in, or why they were not", () => {
  const judged = { ...result.judged, isOwnData: false };
  const lastFact = (trainingCopies: RunEvaluation["trainingCopies"]) =>
    describe({ judged, trainingCopies }).facts.at(-1);
  expect(lastFact({ contents: new Set(), comparedWith: 400 })).toBe(
    "compared with 400 of the 440 images that were trained or validated on",
  );
  expect(lastFact({ contents: new Set(), comparedWith: 0, reason: "they are gone" })).toBe(
    "copies of training images under other bytes were not looked for: they are gone",
  );
  const contradictions = { radiographs: 0, files: 0, examples: [], dropped: false };
  const copies = { contents: 240, radiographs: 200, groups: { before: 130, after: 120 }, contradictions };
  expect(describe({ judged, copies }).facts).toContain(
    "copies: 240 contents show 200 radiographs, groups joined by them: 130 became 120",
  );
});

test.each<[what: string, doubt: RegExp, change: Partial<RunEvaluation>, run?: typeof saved]>([
  [
    "images that it has seen",
    /^1 of 240 images were trained or validated on, 2 more show a radiograph that was, 3 more are of such a group; these numbers flatter\.$/,
    { seen: { bytes: 1, copies: 2, group: 3 } },
  ],
  [
    "a set that is no longer quite its own",
    /4 of its images missing, 5 unknown to it \(left out\), 6 with another label\.$/,
    { judged: { ...result.judged, missing: 4, unknown: 5, relabelled: 6 } },
  ],
  [
    "new images among all of it",
    /5 unknown to it \(judged with the others\)/,
    { judged: { ...result.judged, part: "all", unknown: 5 } },
  ],
  ["copies that may be anywhere", /^Copies of radiographs were NOT searched for/, { copiesSearched: false }],
  [
    "files left out of one class",
    /^Files are left out unevenly: 30 of \d+ fractured, 0 of \d+ not_fractured/,
    { manifest: { ...result.manifest, rejected: truncated } },
  ],
  [
    "copies under both labels",
    /^CONTRADICTORY LABELS: copies under both labels of 1 radiograph, 2 files in all, such as a\.png with b\.png: kept/,
    {
      copies: {
        contents: 240,
        radiographs: 239,
        groups: { before: 240, after: 239 },
        contradictions: { radiographs: 1, files: 2, examples: [["a.png", "b.png"]], dropped: false },
      },
    },
  ],
  ["a leaky training", /^LEAKY: /, {}, { ...saved, split: { ...saved.split!, leaky: true } }],
])("%s are a doubt, and the only one", (_, doubt, change, run) => {
  const { doubts } = describe(change, run);
  expect(doubts).toHaveLength(1);
  expect(doubts[0]).toMatch(doubt);
});
