import { expect, test } from "vitest";
import type { CardFacts } from "../../lib/card/facts.js";
import { modelCard } from "../../lib/card/modelCard.js";
import { toMarkdown } from "../../lib/card/toMarkdown.js";
import { withInterval } from "../../lib/figures/numbers.js";
import { exampleFacts, exampleShortcuts } from "./exampleFacts.js";

const facts = exampleFacts();
const markdownOf = (changed: CardFacts): string => toMarkdown(modelCard(changed));
const markdown = markdownOf(facts);

/** The text below one heading, up to the next of its level or above. */
function below(title: string, of = markdown): string {
  const lines = of.split("\n");
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, "") === title);
  if (start < 0) throw new Error(`Expected the heading ${title}`);
  const level = lines[start]!.indexOf(" ");
  const length = lines.slice(start + 1).findIndex((line) => /^#+ /.test(line) && line.indexOf(" ") <= level);
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join("\n");
}

test("a card has the headings of Mitchell et al., and what this project adds", () => {
  expect(markdown.split("\n").filter((line) => /^#+ /.test(line))).toMatchInlineSnapshot(`
    [
      "# Model card: cnn-baseline",
      "## Model details",
      "## Intended use",
      "### Intended",
      "### Out of scope",
      "## Factors",
      "## Metrics",
      "## Training and evaluation data",
      "### Split",
      "### Files left out",
      "### What is done to an image",
      "## Quantitative analyses",
      "### Overall",
      "### Within body regions",
      "### Subgroups",
      "### Calibration",
      "### Operating points",
      "### Trivial baselines",
      "### Shortcut findings",
      "### The run's own figures",
      "## Ethical considerations",
      "## Caveats and recommendations",
      "### Limits",
      "### Recommendations",
      "## How to reproduce and use it",
      "### Where it ran",
      "## About this card",
    ]
  `);
});

test("the first sentence tells the result with its interval, on how much it rests, and the warning stands before it", () => {
  const { auc } = facts.evidence.metrics.test;
  const [, warning, summary] = markdown.split("\n").filter((line) => line !== "");
  expect(warning).toBe("> **Warning.** Research code, not a medical device. Do not diagnose with it.");
  expect(summary).toContain(
    `reaches an AUC of ${withInterval(auc).replace("[", "\\[").replace("]", "\\]")} (95 % interval)`,
  );
  expect(summary).toContain("On 240 test images of 120 groups, 120 of them fractured");
});

test("data, split, files left out and licences are those of the evidence", () => {
  const data = below("Training and evaluation data");
  expect(data).toContain("d".repeat(64));
  expect(data).toContain("| Licences | CC0 |");
  expect(data).toContain("| validation | 200 | 100 | 100 (50.0 %) |");
  expect(data).toContain("Divided by group, shares 0.7, 0.15, 0.15, seed 1. No group is in two parts.");
  expect(data).toContain("| fractured | truncated | 1 |");
  expect(data).toContain("| Collected when, where, from whom | unknown |");
});

test("every number of the analyses is the evidence's own", () => {
  const { evidence } = facts;
  const { metrics, withinRegion, slices, operatingPoints, baselines, calibration, detectableDifference } = evidence;
  const overall = below("Overall");
  for (const { value } of Object.values(metrics.test)) expect(overall).toContain(value.toFixed(3));
  expect(below("Within body regions")).toContain(`| mean over regions | ${withInterval(withinRegion!.macroAverage)} |`);
  const subgroups = below("Subgroups");
  for (const { auc, specificity } of slices.flatMap(({ slices: parts }) => parts)) {
    expect(subgroups).toContain(withInterval(auc));
    expect(subgroups).toContain(withInterval(specificity));
  }
  for (const { test: rates, thresholdProb } of operatingPoints) {
    expect(below("Operating points")).toContain(withInterval(rates.sensitivity));
    expect(below("Operating points")).toContain(`at or above ${thresholdProb.toFixed(3)}`);
  }
  for (const { name, modelGain } of baselines!.judged) {
    expect(below("Trivial baselines")).toContain(name);
    expect(below("Trivial baselines")).toContain(withInterval(modelGain));
  }
  const { temperature } = calibration.parameters as { temperature: number };
  expect(below("Calibration")).toContain(`temperature ${temperature.toFixed(3)}`);
  expect(below("Calibration")).toContain(calibration.before.ece.toFixed(3));
  expect(below("Metrics")).toContain(`**${detectableDifference.gain.toFixed(3)}**`);
});

test("the calls in words add up to the images", () => {
  const [, fractured, found, missed, intact, leftAlone, alarms] =
    /of (\d+) fractured images (\d+) were found and (\d+) missed; of (\d+) intact ones (\d+) were left alone and (\d+) were false alarms/
      .exec(below("Overall"))!
      .map(Number);
  expect([fractured, intact]).toEqual([120, 120]);
  expect(found! + missed!).toBe(fractured);
  expect(leftAlone! + alarms!).toBe(intact);
  expect(found! / fractured!).toBeCloseTo(facts.evidence.metrics.test.sensitivity.value, 12);
  expect(leftAlone! / intact!).toBeCloseTo(facts.evidence.metrics.test.specificity.value, 12);
});

test("what no one recorded is called unknown", () => {
  const { evidence } = facts;
  const bare: CardFacts = {
    ...facts,
    saved: { ...facts.saved, code: "unknown" },
    evidence: { ...evidence, origin: undefined, split: null, withinRegion: null, slices: [], baselines: null },
  };
  const card = markdownOf(bare);
  expect(below("Model details", card)).toContain("| Authors, contact | unknown");
  expect(below("Model details", card)).toContain("| Code | unknown: trained outside a git checkout |");
  expect(below("Where it ran", card)).toContain("| Versions | unknown |");
  expect(below("Where it ran", card)).toContain("| Machine | unknown |");
  expect(below("Split", card)).toContain("Unknown");
  expect(below("Within body regions", card)).toBe("\nUnknown: the set names no regions.\n");
  expect(below("Trivial baselines", card)).toContain("Unknown: none was judged");
  expect(below("Shortcut findings", card)).toContain("Unknown. They were not measured for this run.");
  expect(below("The run's own figures", card)).toContain("Not shown");
  expect(below("Factors", card)).toContain("Unknown for every image: age, sex, X-ray device, hospital");
});

test("a leaky split is the first thing that a card says, and the first of its limits", () => {
  const { evidence } = facts;
  const card = markdownOf({ ...facts, evidence: { ...evidence, split: { ...evidence.split!, leaky: true } } });
  expect(card.split("\n")[2]).toMatch(/^> \*\*Warning\.\*\* \*\*LEAKY\.\*\*/);
  expect(below("Split", card)).toContain("Groups cross it.");
  expect(below("Limits", card).trim().split("\n")[0]).toContain("**LEAKY.**");
  expect(markdown).not.toContain("LEAKY");
});

test("a leaky run that is judged again is still LEAKY on its card", () => {
  const saved = { ...facts.saved, split: { by: "image", digest: "s".repeat(64), leaky: true } };
  const card = markdownOf({ ...facts, saved, evidence: { ...facts.evidence, split: null } });
  expect(card.split("\n")[2]).toContain("**LEAKY.**");
});

test("a run whose copies were not searched for says so above all, and one that searched does not", () => {
  const { config } = facts.saved;
  const saved = {
    ...facts.saved,
    config: { ...config, data: { ...config.data, source: "folder", findCopies: false } },
  };
  const card = markdownOf({ ...facts, saved: saved as CardFacts["saved"] });
  expect(card.split("\n")[2]).toContain("Copies of radiographs were NOT searched for");
  expect(below("Limits", card)).toContain("NOT searched for");
  expect(markdown).not.toContain("NOT searched for");
});

test("a set that names its sources is no single source: they are named in data, use and factors", () => {
  const { evidence } = facts;
  const [region] = evidence.slices;
  const parts = ["north", "south"].map((slice) => ({ ...region!.slices[0]!, slice }));
  const card = markdownOf({ ...facts, evidence: { ...evidence, slices: [{ by: "source", slices: parts }] } });
  expect(below("Training and evaluation data", card)).toContain("| Sources within it | north (");
  expect(below("Out of scope", card)).toContain("population than north, south, until");
  expect(below("Factors", card)).toContain("Results are given by source (hospital or site).");
  expect(below("Factors", card)).not.toContain("hospital, who");
  expect(below("Limits", card)).toContain("of 2 sources, each with its own result above");
  expect(below("Limits", card)).not.toContain("A single source");
  expect(below("Factors")).toContain("X-ray device, hospital, who");
});

test("all that is done to an image is told, the guess of what is a negative too", () => {
  const steps = ["EXIF", "one grey channel", "resized to fit", "percentiles", "inverted where it looks", "padded"];
  const places = steps.map((step) => below("What is done to an image").indexOf(step));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(-1);
});

test("shortcut findings are shown where they were measured, and told among the limits where they are bad", () => {
  const card = markdownOf({ ...facts, shortcuts: exampleShortcuts });
  expect(below("Shortcut findings", card)).toContain("| 0.700 [0.600, 0.800] | -0.100 [-0.200, 0.000] |");
  expect(below("Limits", card)).toContain("it sees more than the fracture");
  expect(below("Limits", card)).not.toContain("border of the image alone");
  expect(below("Limits", card)).not.toContain("With the bone hidden");
});

test("what goes with the class in the training images is told; where nothing does, the most telling property is named", () => {
  const card = markdownOf({ ...facts, shortcuts: exampleShortcuts });
  expect(below("Shortcut findings", card)).toContain("Of 2 properties of its 900 training images");
  expect(below("Shortcut findings", card)).toMatch(
    /- marker or writing: Cramér's V 0\.310, p = 0\.020 \(fractured yes 61 %, not fractured no 70 %\)/,
  );
  expect(below("Limits", card)).toContain("In its training images marker or writing go with the class");
  const { probes, files } = exampleShortcuts;
  const clean = { images: files.images, properties: files.properties.filter(({ isSuspect }) => !isSuspect) };
  const cleanCard = markdownOf({ ...facts, shortcuts: { probes, files: clean } });
  expect(below("Shortcut findings", cleanCard)).toMatch(
    /none goes with the class .* The most telling is mean grey 0-255/s,
  );
  expect(below("Limits", cleanCard)).not.toContain("go with the class");
});

test("what is left with the bone hidden is told among the limits where its interval lies above chance", () => {
  const { probes, files } = exampleShortcuts;
  const seen = { name: "bone hidden" as const, auc: { value: 0.63, low: 0.54, high: 0.7 } };
  const card = markdownOf({ ...facts, shortcuts: { probes: { ...probes, probes: [seen] }, files } });
  expect(below("Limits", card)).toContain("With the bone hidden its AUC is still 0.630");
});

test("a card without shortcut findings says why, and how to add them", () => {
  const missing = "Shortcuts were not measured: the folder is empty.";
  const card = below("Shortcut findings", markdownOf({ ...facts, shortcuts: { missing } }));
  expect(card).toContain(`Unknown. ${missing} \`npm run card -- ${facts.runId} --probe\` measures and adds them.`);
});

test("a run's exact command, commit, versions and config are there", () => {
  const text = below("How to reproduce and use it");
  expect(text).toContain("\n```\nnpm run experiment -- cnn-baseline\n```\n");
  expect(text).toContain(`commit \`${"c".repeat(40)}\``);
  expect(text).toContain("| tfjs | 4.22.0 |");
  expect(JSON.parse(/```\n(\{.*?\n\})\n```/s.exec(text)![1]!)).toEqual(facts.saved.config);
});

test("the same facts give the same card", () => {
  expect(markdownOf(exampleFacts())).toBe(markdown);
});
