import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { expect, test } from "vitest";
import { curvesMarkdown, compareLosses } from "../../bench/curves.js";
import { throughput } from "../../bench/interleave.js";
import { profileMarkdown } from "../../bench/profile.js";
import { replaceSection } from "../../bench/readmeSection.js";
import { toJson, type BenchResults } from "../../bench/results.js";
import { resultsMarkdown } from "../../bench/tables.js";
import { temporaryFolder } from "../notebooks/notebookFiles.js";

const round = (seconds: number) => ({ images: 100, seconds, cpuMs: 700 });
const rounds = { ours: [round(0.5), round(0.4)], tfjs: [round(4), round(5)], keras: [round(1), round(0.5)] };

const results: BenchResults = {
  date: "2026-01-31",
  machine: { cpu: "A CPU", cores: 2, memoryGB: 16, system: "Linux 6", node: "v22.13.0" },
  config: { filters: [4, 8], batch: 4, size: 16, rounds: 2, stepsPerRound: 3, seed: 1, data: "phantom" },
  training: {
    ...throughput(rounds),
    augmented: throughput(rounds),
    tensorflow: "2.16.2",
    kerasEnvironment: "Keras",
    peakRssMB: { ours: 800, oursAugmented: 810, tfjs: 2400, keras: 1000 },
    inputWaitShare: 0.004,
  },
  standardize: { ...throughput({ ours: rounds.ours, pil: rounds.keras }), greyLevelsApart: { pil: 0.31 } },
  latency: { ours: { medianMs: 2, p95Ms: 3 }, kerasFunction: { medianMs: 4, p95Ms: 5 } },
  memory: { epoch5MB: 800, epoch20MB: 801, epoch50MB: 801, afterEpochMB: [799, 800, 801] },
};

test("the table holds medians with least and most, and what was not measured is a dash", () => {
  const table = resultsMarkdown(results);
  const row = (start: string): string[] | undefined =>
    table
      .split("\n")
      .find((line) => line.startsWith(`| ${start}`))
      ?.split("|")
      .map((cell) => cell.trim())
      .slice(2, -1);
  expect(row("training, images/s")).toEqual([
    "225.0 (200.0 to 250.0)",
    "22.5 (20.0 to 25.0)",
    "150.0 (100.0 to 200.0)",
    "10.25 (8.00 to 12.50)",
    "1.63 (1.25 to 2.00)",
  ]);
  expect(row("peak memory")).toEqual(["800", "2400", "1000", "0.33", "0.80"]);
  expect(row("waiting for input")![0]).toBe("0.4 %");
  expect(row("memory after 5")![0]).toBe("800, 801, 801");
  expect(row("one image, network kept ready")).toEqual(["2.0 (3.0)", "–", "4.0 (5.0)", "–", "0.50"]);
  expect(row("prediction")).toBeUndefined();
  expect(row("this project, all cores")!.at(-1)).toBe("–");
  expect(row("Pillow, one process, every")!.at(-1)).toBe("0.3");
  expect(table).toContain("2026-01-31, A CPU, 2 cores, 16 GB, Linux 6, Node v22.13.0, TensorFlow 2.16.2.");
});

test("Keras's better environment is told by the part that it was tried on", () => {
  const { training, ...rest } = results;
  const inference = { ...training!, kerasEnvironment: "Keras with BFC" };
  expect(resultsMarkdown(results)).toContain("The better environment for Keras: Keras in training.");
  expect(resultsMarkdown({ ...rest, inference })).toContain("for Keras: Keras with BFC in prediction.");
  expect(resultsMarkdown({ ...results, inference })).toContain("Keras in training, Keras with BFC in prediction.");
  expect(resultsMarkdown({ ...rest, inference: { ...inference, kerasEnvironment: undefined } })).not.toContain(
    "Keras:",
  );
});

test("the JSON has the keys of the design page, medians as numbers", () => {
  expect(toJson(results)).toMatchObject({
    machine: { cpu: "A CPU" },
    tensorflow: "2.16.2",
    training: {
      oursImagesPerSecond: 225,
      tfjsImagesPerSecond: 22.5,
      kerasImagesPerSecond: 150,
      ratioToKeras: { median: 1.625, min: 1.25, max: 2 },
      cpuMsPerImage: { ours: 7 },
      inputWaitShare: 0.004,
    },
    rssMB: { ours: 800, tfjs: 2400, keras: 1000, epoch5MB: 800, epoch50MB: 801 },
  });
  expect(toJson(results)).not.toHaveProperty("inference");
});

test("tables are what Prettier would make of them, so that writing the page does not fail `npm run lint`", async () => {
  const profile = profileMarkdown({
    steps: 2,
    stages: [{ stage: "forward", ms: 10, opsMs: 9 }],
    ops: [
      { op: "Conv2D", stage: "forward", ms: 8.99, calls: 4 },
      { op: "Relu", stage: "forward", ms: 0.01, calls: 1 },
    ],
  });
  const losses = compareLosses([0.5, 0.6], [0.5, 0.7]);
  const curves = curvesMarkdown({
    ...{ size: 16, filters: [4], epochs: 2, trainImages: 8, validationImages: 4 },
    ...{ trainLoss: losses, validationLoss: losses },
  });
  expect(profile).toContain("| 1 more | ");
  for (const text of [resultsMarkdown(results), profile, curves]) {
    expect(await format(text, { parser: "markdown", printWidth: 120 })).toBe(`${text}\n`);
  }
});

test("replaceSection changes what lies between its two lines and nothing else", async () => {
  const file = join(temporaryFolder(), "README.md");
  writeFileSync(file, "# A\n\n<!-- results -->\nold\n<!-- /results -->\n\nend\n");
  await replaceSection(file, "results", "new");
  await replaceSection(file, "results", "newer");
  expect(readFileSync(file, "utf8")).toBe("# A\n\n<!-- results -->\n\nnewer\n\n<!-- /results -->\n\nend\n");
  await expect(replaceSection(file, "curves", "x")).rejects.toThrow("expected <!-- curves --> and <!-- /curves -->");
});

test("bench/README.md has a place for every table", () => {
  const page = readFileSync("bench/README.md", "utf8");
  for (const name of ["results", "profile", "curves"])
    expect(page).toMatch(new RegExp(`<!-- ${name} -->[^]*<!-- /${name} -->`));
});
