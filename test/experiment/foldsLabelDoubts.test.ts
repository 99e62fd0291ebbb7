import { expect, test } from "vitest";
import type { Evaluation } from "../../lib/experiment/evaluate.js";
import { heldOutVerdicts, labelDoubtsCsv } from "../../lib/experiment/foldsLabelDoubts.js";
import { confidentLearning } from "../../lib/metrics/index.js";
import { radiograph } from "../data/fixtures.js";

/** Held-out images by path, with label and probability. */
function fold(images: Record<string, [label: number, prob: number]>): Evaluation {
  const predictions = Object.entries(images).map(([path, [label, prob]]) => {
    return { radiograph: radiograph({ path, group: path }), label, prob, logit: Math.log(prob / (1 - prob)) };
  });
  return { predictions } as Partial<Evaluation> as Evaluation;
}

const tests = [
  fold({ "a.png": [0, 0.1], "b.png": [1, 0.9] }),
  fold({ "c.png": [0, 0.98], "d.png": [1, 0.7], "e.png": [0, 0.2] }),
  fold({ "c.png": [0, 0.9], "a.png": [0, 0.3], "e.png": [0, 0.2] }),
  fold({ "d.png": [1, 0.8], "b.png": [1, 0.9] }),
];

test("of an image that repeats hold out again the mean counts, once", () => {
  const { radiographs, labels, probs } = heldOutVerdicts(tests);
  expect(radiographs.map(({ path }) => path)).toEqual(["a.png", "b.png", "c.png", "d.png", "e.png"]);
  expect(labels).toEqual([0, 1, 0, 1, 0]);
  expect(probs.map((prob) => Number(prob.toFixed(6)))).toEqual([0.2, 0.9, 0.94, 0.75, 0.2]);
});

test("an image that its models call fractured against its label heads the list", () => {
  const verdicts = heldOutVerdicts(tests);
  const csv = labelDoubtsCsv(verdicts, confidentLearning(verdicts.labels, verdicts.probs), ["intact", "broken"]);
  const [header, ...rows] = csv.trim().split("\n");
  expect(header).toBe("rank,path,group,label,probFractured,margin");
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatch(/^1,c\.png,c\.png,intact,0\.94,-0\.8[78]/);
});
