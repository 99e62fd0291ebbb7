import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cnnBaseline } from "../../experiments/cnnBaseline.js";
import { prepareData } from "../../lib/data/prepareData.js";
import { applyOverrides } from "../../lib/experiment/overrides.js";
import { runExperiment } from "../../lib/experiment/runExperiment.js";
import { readSettings } from "../../lib/settings.js";
import { readRunContext } from "../../lib/tracking/index.js";
import { runScript, type Ended } from "../scripts/runScript.js";

const small = ["data.phantom.patients=40", "data.imageSize=32", "model.filters=[4,4]", "model.denseUnits=[4]"];
const away = { MLFLOW_TRACKING_URI: "http://127.0.0.1:1" }; // nothing answers there
let folder: string;
let runs: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fracture-lab-compare-"));
  const trained = [[], ["model.dropout=0"], ["data.splitSeed=2"]].map((overrides) => train(overrides));
  runs = [await trained[0]!, await trained[1]!, await trained[2]!];
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** @returns the run's folder */
async function train(overrides: string[]): Promise<string> {
  const config = applyOverrides(cnnBaseline, [...small, "training.epochs=2", "evaluation.resamples=100", ...overrides]);
  const settings = { ...readSettings(), cacheDir: join(folder, "cache") };
  const data = await prepareData(config.data, { ...settings, onWarning: () => undefined });
  const { folder: kept } = await runExperiment(config, data, {
    root: settings.root,
    trackingUri: away.MLFLOW_TRACKING_URI,
    spoolDir: join(folder, "spool"),
    runsDir: join(folder, "runs"),
    checkpointsDir: join(folder, "checkpoints"),
    context: await readRunContext({ settings, command: ["test"], sourceName: "test" }),
    onWarning: () => undefined,
  });
  return kept!;
}

function compare(...args: string[]): Promise<Ended> {
  return runScript("compare", args, { env: away });
}

test("npm run compare prints what differs, metrics, tests and cost of two runs, as numbers and as a page of its own too", async () => {
  const [json, html] = [join(folder, "compare.json"), join(folder, "compare.html")];
  const { code, stdout, stderr } = await compare(runs[0]!, runs[1]!, "--json", json, "--html", html);
  expect(stderr).not.toContain("Error");
  expect(code).toBe(0);
  expect(stdout).toMatch(/model\.dropout\s+0\.3\s+0\n/);
  expect(stdout).toMatch(/CPU seconds\s+\d+\.\d\s+\d+\.\d\n/);
  expect(stdout).toMatch(/B cnn-baseline: AUC .* A cnn-baseline/);
  const written = JSON.parse(await readFile(json, "utf8")) as {
    runs: { training: { cost: { peakMemoryMB: number }; history: unknown[] } }[];
    pairs: { auc: { difference: { value: number } } }[];
  };
  expect(written.runs.map(({ training }) => training.history.length)).toEqual([2, 2]);
  expect(written.runs[0]!.training.cost.peakMemoryMB).toBeGreaterThan(50);
  expect(written.pairs[0]!.auc.difference.value).toBeTypeOf("number");
  expect(await readFile(html, "utf8")).not.toMatch(/(src|href)="/);
});

test("wrong use is one sentence and exit 2: one run, an unknown one, the same twice, other test images, no predictions", async () => {
  const [one, other, elsewhere] = runs as [string, string, string];
  const wrong: [string[], RegExp][] = [
    [[one], /expected two to 8 runs.*Received: 1\./],
    [[one, one], /expected different runs/],
    [[one, join(folder, "none")], /run: expected an MLflow run id/],
    [[one, elsewhere], /same test images\..*Train them on the same data and split\./],
  ];
  for (const [args, sentence] of wrong) {
    const { code, stderr } = await compare(...args);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(2);
  }
  const { dataDigest } = JSON.parse(await readFile(join(other, "experiment.json"), "utf8")) as { dataDigest: string };
  const file = join(other, `predictions-test-${dataDigest.slice(0, 8)}.csv`);
  expect(existsSync(file)).toBe(true);
  await rm(file);
  const { code, stderr } = await compare(one, other);
  expect(stderr).toMatch(/npm run evaluate -- .*` writes them/);
  expect(code).toBe(2);
});
