import { beforeAll, describe, expect, test } from "vitest";
import { subset } from "../../lib/data/subset.js";
import type { Figure } from "../../lib/figures/index.js";
import * as figures from "../../lib/figures/index.js";
import { classColor } from "../../lib/figures/theme.js";
import { classes, exampleDataset, radiographs, rejected, scored } from "./exampleData.js";
import { allFigures } from "./allFigures.js";
import { gist } from "./gist.js";

let all: Record<string, Figure>;
beforeAll(async () => {
  all = await allFigures();
});

describe("every figure", () => {
  const each = (check: (figure: Figure, name: string) => void): void => {
    for (const [name, figure] of Object.entries(all)) check(figure, name);
  };

  test("is covered here", () => {
    const functions = Object.entries(figures).filter(([, value]) => typeof value === "function");
    const helpers = ["boxesInSquare", "datasetImage", "tableFigure"];
    expect(Object.keys(all).sort()).toEqual(
      functions
        .map(([name]) => name)
        .filter((name) => !helpers.includes(name))
        .sort(),
    );
  });

  test("has a title, a fixed size and traces of known types", () => {
    each(({ data, layout }, name) => {
      expect(layout.title?.text, name).toBeTruthy();
      expect(layout.width, name).toBeGreaterThan(400);
      expect(layout.height, name).toBeGreaterThan(100);
      for (const { type } of data) expect(["scatter", "bar", "heatmap", "table"], name).toContain(type);
    });
  });

  test("holds finite numbers alone, and as many x as y", () => {
    each((figure, name) => {
      const badNumbers: unknown[] = [];
      JSON.stringify(figure, (_, value: unknown) => {
        if (typeof value === "number" && !Number.isFinite(value)) badNumbers.push(value);
        return value;
      });
      expect(badNumbers, name).toEqual([]);
      for (const trace of figure.data) {
        if (!("x" in trace) || trace.type === "heatmap") continue;
        const { x, y } = trace as { x: unknown[]; y: unknown[] };
        expect(x.length, name).toBe(y.length);
      }
    });
  });

  test("takes under 10 KB of JSON for small data: notebooks carry it", () => {
    each((figure, name) => {
      expect(JSON.stringify(figure).length, name).toBeLessThan(10_000);
    });
  });

  test("is the same for the same data", async () => {
    expect(JSON.stringify(await allFigures())).toBe(JSON.stringify(all));
  });
});

test.each([
  "classCounts",
  "imageSizes",
  "formats",
  "regionsByLabel",
  "rejectedByReason",
  "splitTable",
  "radiographGrid",
  "beforeAfter",
  "augmentationSheet",
  "copiesSheet",
  "worstErrors",
  "baselinesFigure",
  "closestCalls",
  "labelDoubtSheet",
  "learningCurves",
  "neighboursSheet",
  "confusionFigure",
  "brierTable",
  "claimsFigure",
  "claimsTable",
  "comparedAucs",
  "comparedCurves",
  "comparisonFigure",
  "decisionCurveFigure",
  "operatingPointsTable",
  "sliceFigure",
  "metricsTable",
  "explanationSheet",
  "localizationTable",
  "shortcutTable",
  "cascadeFigure",
])("%s says the same as before", (name) => {
  expect(gist(all[name]!)).toMatchSnapshot();
});

test("a class has one colour in every figure", () => {
  const colorsOf = (figure: Figure): unknown[] =>
    figure.data.map((trace) => ("marker" in trace ? (trace.marker as { color?: string }).color : undefined));
  const expected = classes.map((label) => classColor(label, classes));
  for (const name of ["classCounts", "imageSizes", "formats", "regionsByLabel", "rejectedByReason", "scoreHistogram"]) {
    expect(colorsOf(all[name]!), name).toEqual(expected);
  }
});

test("classCounts says when a group is in more than one split", () => {
  const leaking = radiographs.map((radiograph) => ({ ...radiograph, group: "one for all" }));
  expect(gist(figures.classCounts(leaking, classes))).toMatchObject({
    subtitle: "6 images of 1 group; groups in more than one split: 1",
  });
});

test("without rejected files the figure says so", () => {
  const figure = figures.rejectedByReason([], classes);
  expect(gist(figure)).toMatchObject({ notes: ["Every file could be read; none was left out."] });
  expect(rejected.length).toBeGreaterThan(0);
});

test("a training that was stopped in its first epoch still has a figure", () => {
  expect(gist(figures.learningCurves([]))).toMatchObject({
    notes: ["Training ended before its first epoch did."],
  });
});

test("a confusion matrix without fractured images says undefined, not NaN", () => {
  const figure = figures.confusionFigure({ truePositives: 0, falseNegatives: 0, trueNegatives: 3, falsePositives: 1 });
  expect(JSON.stringify(gist(figure))).toContain("undefined of row");
  expect(figure.data[0]).toMatchObject({
    z: [
      [0.75, 0.25],
      [null, null],
    ],
  });
});

test("nothing to compare is said in words, and a p-value is never shown as 0", () => {
  expect(gist(figures.comparisonFigure([], { baselineName: "cnn" }))).toMatchObject({ notes: ["Nothing to compare."] });
  const comparison = {
    baseline: 0.7,
    candidate: 0.9,
    difference: { value: 0.2, low: 0.15, high: 0.25 },
    standardError: 0.025,
    correlation: 0.5,
    pValue: 1e-15,
  };
  const figure = figures.comparisonFigure([{ name: "b0", comparison }], { baselineName: "cnn" });
  expect(gist(figure)).toMatchObject({ notes: ["0.200 [0.150, 0.250], p < 0.001"] });
});

test("an AUC that is undefined is left out of the rows, not written", () => {
  const auc = { value: 0.7, low: 0.6, high: 0.8 };
  const withinRegion = { value: NaN, low: NaN, high: NaN };
  const figure = figures.baselinesFigure({ name: "cnn", auc, withinRegion }, { baselines: [], leftOut: [] });
  expect(gist(figure)).toMatchObject({ notes: ["0.700 [0.600, 0.800]"] });
  expect(figure.data.length).toBe(1);
});

test("the ROC figure's curve is a staircase from (0, 0) to (1, 1) of at most 300 points", () => {
  const curve = all["rocFigure"]!.data.find((trace) => trace.name === "model") as { x: number[]; y: number[] };
  expect([curve.x[0], curve.y[0], curve.x.at(-1), curve.y.at(-1)]).toEqual([0, 0, 1, 1]);
  expect(curve.x.length).toBeLessThanOrEqual(300);
  expect(curve.x.length).toBeLessThan(scored.scores.length);
});

test("worstErrors shows missed fractures above false alarms, the surest first, and says when there are none", async () => {
  const probs = [0.2, 0.1, 0.7, 0.6, 0.1, 0.9];
  const figure = await figures.worstErrors(exampleDataset(), probs, { thresholdProb: 0.5, perKind: 2 });
  expect(figure.layout.annotations!.map(({ text }) => text)).toEqual([
    "missed, p = 0.10<br>hand",
    "missed, p = 0.20<br>hand",
    "false alarm, p = 0.70<br>hand",
    "false alarm, p = 0.60<br>hip",
  ]);
  const perfect = [1, 1, 0, 0, 0, 1];
  const none = await figures.worstErrors(exampleDataset(), perfect, { thresholdProb: 0.5 });
  expect(gist(none)).toMatchObject({ notes: ["No errors at this threshold."] });
});

test("copiesSheet puts each test image above other contents of its group in training", async () => {
  const [a, b, c] = radiographs;
  const dataset = exampleDataset();
  const parts = { train: subset(dataset, [b!, c!]), test: subset(dataset, [a!]) };
  const figure = await figures.copiesSheet(parts, { count: 3, seed: 1 });
  expect(gist(figure)).toMatchObject({
    subtitle: "1 of 1 test images have such copies",
    notes: ["test", "in training"],
  });
  const truth = [a!, b!, c!].map(({ path }) => ({ path, radiograph: path === b!.path ? "b" : "a and c" }));
  const known = await figures.copiesSheet({ ...parts, train: subset(dataset, [b!]) }, { seed: 1, truth });
  expect(gist(known)).toMatchObject({ notes: ["No test image has a copy in training."] });
  const none = await figures.copiesSheet({ train: subset(dataset, [c!]), test: subset(dataset, [a!]) }, { seed: 1 });
  expect(gist(none)).toMatchObject({ notes: ["No test image has a copy in training."] });
});

test("fracture boxes follow the picture into the letterboxed square", () => {
  const boxes = [{ xMin: 0, yMin: 0.25, xMax: 1, yMax: 0.5 }];
  const [box] = figures.boxesInSquare({ boxes, widthPixels: 200, heightPixels: 400 });
  expect(box).toEqual({ xMin: 0.25, yMin: 0.25, xMax: 0.75, yMax: 0.5 });
});

test("a caption with < in it stays text", async () => {
  const image = { pixels: new Uint8Array(4), widthPixels: 2, heightPixels: 2, caption: "<b>a & b.jpg" };
  const { layout } = await figures.radiographGrid([image], { title: "One" });
  expect(layout.annotations![0]!.text).toBe("&lt;b&gt;a &amp; b.jpg");
});

test("a picture whose pixels do not fit its size is refused", async () => {
  const image = { pixels: new Uint8Array(3), widthPixels: 2, heightPixels: 2, caption: "" };
  await expect(figures.radiographGrid([image], { title: "One" })).rejects.toThrow(
    "Expected 2 x 2 grey values. Received: 3",
  );
});
