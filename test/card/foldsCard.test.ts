import { expect, test } from "vitest";
import { foldsCard, readFoldsFacts, type FoldsFacts } from "../../lib/card/foldsCard.js";
import { toHtml } from "../../lib/card/toHtml.js";
import { toMarkdown } from "../../lib/card/toMarkdown.js";
import { evidenceFile, evidenceText, type Evidence } from "../../lib/experiment/evidence.js";
import { downloadFolds, writeFoldsFolder } from "../../lib/experiment/foldsFolder.js";
import { metricMeanings } from "../../lib/figures/metricsTable.js";
import { decimal, withInterval } from "../../lib/figures/numbers.js";
import { temporaryFolder } from "../data/fixtures.js";
import { evidenceOfFolds, simulatedFolds } from "../experiment/simulatedFolds.js";

const simulated = simulatedFolds({ folds: 3, repeats: 2 });
const { config } = simulated.origin;
const evidence = evidenceOfFolds(simulated) as FoldsFacts["evidence"];
const saved = {
  format: 1,
  config,
  classes: evidence.data.classes,
  dataDigest: evidence.data.digest,
  code: "abc",
} as const;
const markdownOf = (change: Partial<Evidence> = {}): string =>
  toMarkdown(foldsCard({ runId: "parent", saved, evidence: { ...evidence, ...change } }));
const escaped = (text: string): string => text.replaceAll("[", "\\[").replaceAll("]", "\\]");

test("the card of a cross-validation is of a recipe, its models and their mean, not of one model", () => {
  const markdown = markdownOf();
  expect(markdown).toMatch(/^# Card of a cross-validation: cnn-baseline$/m);
  expect(markdown).toContain("No single model, but 6 of one recipe");
  expect(markdown).toContain("On 80 held-out radiographs of 40 groups, 40 of them fractured");
  expect(markdown).toContain(`mean AUC over the folds of ${escaped(withInterval(evidence.metrics.test.auc))}`);
  for (const { name, runId, images, thresholdProb, auc } of evidence.folds.models) {
    const row = markdown.split("\n").find((line) => line.startsWith(`| ${name}`))!;
    for (const said of [runId, `${images} images`, decimal(thresholdProb), withInterval(auc)])
      expect(row).toContain(said);
  }
});

test("every metric stands with its lowest and highest fold", () => {
  const { min, max } = evidence.folds.spread["sensitivity"]!;
  const row = markdownOf()
    .split("\n")
    .find((line) => line.startsWith(`| ${metricMeanings.sensitivity[0]} |`));
  expect(row).toBe(
    `| ${metricMeanings.sensitivity[0]} | ${withInterval(evidence.metrics.test.sensitivity)} | ${decimal(min)} | ${decimal(max)} |`,
  );
});

test("repeats hold an image out more than once: within regions verdicts are counted, and called so", () => {
  const { stratum, n } = evidence.withinRegion!.strata[0]!;
  expect(n).toBeGreaterThan(80);
  expect(markdownOf()).toContain(`| ${stratum} (${n} held-out verdicts, `);
});

test("what it cannot say it says, and the command that made it is there", () => {
  const markdown = markdownOf({ command: "npm run experiment -- cnn-baseline --folds 3 --repeats 2" });
  expect(markdown).toContain("scores of different models share no scale");
  expect(markdown).toContain("A model trained on all images is not judged here");
  expect(markdown).toContain("npm run experiment -- cnn-baseline --folds 3 --repeats 2");
  expect(markdown).not.toContain("resumed by");
  expect(markdownOf({ resumedBy: "npm run experiment -- --resume parent" })).toContain("--resume parent");
});

test.each<[what: string, said: string, change: Partial<Evidence>]>([
  [
    "held-out images that were trained on",
    "3 held-out images have the content of one that was trained on",
    { judged: { ...evidence.judged, seenInTraining: 3 } },
  ],
  [
    "copies under both labels",
    "CONTRADICTORY LABELS: copies under both labels of 1 radiograph",
    {
      data: {
        ...evidence.data,
        contradictions: { radiographs: 1, files: 2, examples: [["a.png", "b.png"]], dropped: false },
      },
    },
  ],
  ["simulated radiographs", "nothing about patients", { data: { ...evidence.data, source: "phantom" } }],
  [
    "an interval that holds chance",
    "The AUC's interval holds a coin's toss.",
    {
      metrics: { ...evidence.metrics, test: { ...evidence.metrics.test, auc: { value: 0.55, low: 0.45, high: 0.65 } } },
    },
  ],
  [
    "too few images",
    "The images are too few to show that any other recipe is better.",
    { detectableDifference: { ...evidence.detectableDifference, gain: NaN } },
  ],
])("%s make a warning or a limit, which is not there without them", (_, said, change) => {
  expect(markdownOf(change)).toContain(said);
  expect(markdownOf()).not.toContain(said);
});

test("the card is a page, too, and is the same from a folder made from MLflow on another machine", async () => {
  const [here, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
  await writeFoldsFolder(here, { config, evidence, verdictsCsv: undefined });
  const kept = new Map([
    [`metrics/${evidenceFile}`, evidenceText(evidence)],
    ["config.json", JSON.stringify(config)],
  ]);
  const download = (path: string): Promise<Uint8Array | undefined> => {
    const text = kept.get(path);
    return Promise.resolve(text === undefined ? undefined : new TextEncoder().encode(text));
  };
  expect(await downloadFolds({ download }, elsewhere)).toBe(true);
  const [own, fetched] = [await readFoldsFacts(here, "parent"), await readFoldsFacts(elsewhere, "parent")];
  expect(fetched).toEqual(own);
  expect(toHtml(foldsCard(fetched!), new Map())).toContain("Card of a cross-validation: cnn-baseline");

  kept.delete("config.json");
  expect(await downloadFolds({ download }, elsewhere)).toBe(false);
});
