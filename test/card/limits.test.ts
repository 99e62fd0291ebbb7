import { expect, test } from "vitest";
import { inlinesOf } from "../../lib/card/document.js";
import type { CardFacts } from "../../lib/card/facts.js";
import { limitsOf } from "../../lib/card/limits.js";
import { exampleFacts } from "./exampleFacts.js";

const facts = exampleFacts();
type Evidence = CardFacts["evidence"];

function limits(changed: Partial<Evidence>): string {
  const texts = limitsOf({ ...facts, evidence: { ...facts.evidence, ...changed } });
  return texts
    .map((text) =>
      inlinesOf(text)
        .map((inline) => (typeof inline === "string" ? inline : "…"))
        .join(""),
    )
    .join("\n");
}

const { evidence } = facts;
const estimate = { value: 0.8, low: 0.7, high: 0.9 };

const cases: [name: string, change: Partial<Evidence>, limit: string][] = [
  ["few groups", { judged: { ...evidence.judged, groups: 18 } }, "18 groups were judged: so few that"],
  [
    "images that were trained on",
    { judged: { ...evidence.judged, seenInTraining: 3 } },
    "3 of the 240 judged images were trained or validated on",
  ],
  [
    "judged images whose copies were not searched for",
    { data: { ...evidence.data, copiesSearched: false } },
    "NOT searched for among the judged images",
  ],
  [
    "copies under both labels",
    {
      data: {
        ...evidence.data,
        contradictions: { radiographs: 1, files: 2, examples: [["a.png", "b.png"]], dropped: false },
      },
    },
    "copies under both labels of 1 radiograph, 2 files in all, such as a.png with b.png: kept",
  ],
  [
    "groups that were trained on",
    { judged: { ...evidence.judged, seenByGroup: 4 } },
    "4 more judged images are of groups that",
  ],
  [
    "images that the split does not know",
    { judged: { ...evidence.judged, unknownImages: 5 } },
    "5 images of the set are unknown to the run's split",
  ],
  [
    "copies of images that were trained on",
    { judged: { ...evidence.judged, seenByCopy: 7 } },
    "7 more judged images show radiographs that it was trained",
  ],
  ["new labels", { judged: { ...evidence.judged, relabelledImages: 8 } }, "8 images of the run have another label now"],
  ["images that are gone", { judged: { ...evidence.judged, missingImages: 6 } }, "6 images that the run was to be"],
  ["simulated data", { data: { ...evidence.data, source: "phantom" } }, "nothing about patients"],
  [
    "an unknown licence",
    { data: { ...evidence.data, licences: ["CC0", "unknown"] } },
    "licence of some images is unknown",
  ],
  [
    "files of one class left out",
    { data: { ...evidence.data, rejected: [{ label: "not_fractured", reason: "truncated", files: 59 }] } },
    "All 59 files left out are “not fractured”",
  ],
  [
    "an AUC no better than chance",
    {
      metrics: { ...evidence.metrics, test: { ...evidence.metrics.test, auc: { value: 0.55, low: 0.45, high: 0.65 } } },
    },
    "holds a coin's toss",
  ],
  [
    "a trivial baseline that is as good",
    {
      baselines: {
        judged: [
          {
            name: "region",
            auc: estimate,
            withinRegion: null,
            modelGain: { value: 0, low: -0.1, high: 0.1, pValue: 1 },
          },
        ],
        leftOut: [],
      },
    },
    "Not shown to be better than knowing nothing but region",
  ],
  [
    "an AUC that regions explain",
    { withinRegion: { ...evidence.withinRegion!, macroAverage: { value: 0.5, low: 0.4, high: 0.6 } } },
    "Part of the AUC is owed to the region",
  ],
  [
    "a test set too small to compare",
    { detectableDifference: { ...evidence.detectableDifference, gain: NaN } },
    "too few to show",
  ],
];

test.each(cases)("%s: said where it is so, and only there", (_, change, limit) => {
  expect(limits(change)).toContain(limit);
  expect(limits({})).not.toContain(limit);
});

test("real data of one source, unknown ages and devices, one seed: said of every run on radiographs", () => {
  const said = limits({});
  for (const limit of [
    "A single source (folder)",
    "Ages, sexes and X-ray devices are unknown",
    "One training with seed 7",
  ]) {
    expect(said).toContain(limit);
  }
  expect(limits({ data: { ...evidence.data, source: "phantom" } })).not.toContain("A single source");
});

test("a simulator whose difficulty was set by test results says so; a detectable gain says what it assumes", () => {
  expect(limits({ data: { ...evidence.data, source: "phantom" } })).toContain(
    "set while looking at a CNN's AUC on test",
  );
  const { gain } = evidence.detectableDifference;
  expect(limits({})).toContain(
    `a true gain in AUC of ${gain.toFixed(3)} would be found four times in five, if the two AUCs correlate by 0.5`,
  );
});
