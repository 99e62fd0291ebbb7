import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ablations } from "../../experiments/index.js";
import { cnnBaseline } from "../../experiments/cnnBaseline.js";
import { prepareFolds } from "../../lib/data/prepareFolds.js";
import { crossValidate } from "../../lib/experiment/crossValidate.js";
import { applyOverrides } from "../../lib/experiment/overrides.js";
import {
  compareNamed,
  readNamedResults,
  type NamedExperiment,
  type NamedResult,
} from "../../lib/namedExperiments/index.js";
import { readSettings } from "../../lib/settings.js";
import { readRunContext } from "../../lib/tracking/index.js";
import { mlflowForTests } from "../../packages/mlflow-js-client/test/mlflowForTests.js";
import { hasMlflow } from "../../packages/mlflow-js-client/test/mlflowServer.js";
import { runScript, type Ended } from "../scripts/runScript.js";

const small = [
  ...["data.phantom.patients=40", "data.imageSize=32", "model.filters=[4,4]", "model.denseUnits=[4]"],
  ...["training.epochs=2", "evaluation.resamples=100"],
];

function named(name: string, changes: string[]): NamedExperiment {
  return { config: applyOverrides(cnnBaseline, [...small, `name=${name}`, ...changes]), changes, why: "why?" };
}

const experiments = [named("plain", []), named("no-dropout", ["model.dropout=0"]), named("never-run", ["seed=9"])];
const [plain, noDropout] = experiments as [NamedExperiment, NamedExperiment];

describe.skipIf(!hasMlflow)("named experiments, from MLflow", () => {
  const mlflow = mlflowForTests("named");
  let results: NamedResult[];
  const runs: Record<string, string> = {};

  /** @returns the parent's run id */
  async function train(config: NamedExperiment["config"], isDirty = false): Promise<string> {
    const settings = { ...readSettings(), cacheDir: join(mlflow.folder, "cache") };
    const context = await readRunContext({ settings, command: ["test"], sourceName: "test" });
    const prepared = await prepareFolds(config.data, { folds: 2, repeats: 1 }, { ...settings, onWarning });
    const { runId, status } = await crossValidate(config, prepared, {
      root: settings.root,
      trackingUri: mlflow.server.uri,
      spoolDir: join(mlflow.folder, "spool"),
      runsDir: join(mlflow.folder, "runs"),
      checkpointsDir: join(mlflow.folder, "checkpoints"),
      context: { ...context, git: { commit: "c".repeat(40), branch: "main", isDirty } },
      onWarning,
    });
    expect(status).toBe("finished");
    return runId;
  }

  function onWarning(message: string): void {
    throw new Error(message);
  }

  function makeTable(trackingUri: string, output: string): Promise<Ended> {
    return runScript("experimentsTable", ["--output", output], { env: { MLFLOW_TRACKING_URI: trackingUri } });
  }

  beforeAll(async () => {
    runs["older"] = await train(plain.config);
    runs["plain"] = await train(plain.config);
    runs["dirty"] = await train(plain.config, true);
    runs["noDropout"] = await train(noDropout.config);
    runs["otherFolds"] = await train(applyOverrides(noDropout.config, ["data.phantom.seed=2"]));
    runs["quick"] = await train(applyOverrides(noDropout.config, ["training.epochs=1"]));
    results = await readNamedResults(mlflow.server.uri, experiments);
  }, 600_000);

  test("are each the newest that counts; newer ones that do not are named with the reason", () => {
    expect(results.map(({ run }) => run?.runId)).toEqual([runs["plain"], runs["noDropout"], undefined]);
    expect(results[0]!.leftOut).toEqual([{ runId: runs["dirty"], reason: "its code had uncommitted changes" }]);
    expect(results[1]!.leftOut).toEqual([
      { runId: runs["quick"], reason: "its settings are others: training.epochs=1" },
      { runId: runs["otherFolds"], reason: "its settings are others: data.phantom.seed=2" },
    ]);
    expect(results[2]!.leftOut).toEqual([]);
  });

  test("are held against the first on its held-out images, and their folds' cost is added up", () => {
    const [first, second] = compareNamed(results);
    expect(first!.gain).toBeUndefined();
    const [ours, theirs] = [first!.run!, second!.run!].map(({ evidence }) => evidence.metrics.test.auc.value);
    expect(second!.gain!.difference.value).toBeCloseTo(theirs! - ours!, 12);
    expect(first!.run!.verdicts).toHaveLength(first!.run!.evidence.judged.images);
    expect(first!.run!.cpuSeconds).toBeGreaterThan(0.1);
    expect(first!.run!.trainableWeights).toBeGreaterThan(100);
  });

  test("of other data are left out where settings can't tell: the newest that has the first one's folds stays", async () => {
    const [first, second] = [noDropout, plain].map((experiment) => ({ ...experiment }));
    const onOtherData = { ...first!, config: applyOverrides(first!.config, ["data.phantom.seed=2"]) };
    const [reference, other] = await readNamedResults(mlflow.server.uri, [onOtherData, second!]);
    expect(reference!.run!.runId).toBe(runs["otherFolds"]);
    expect(other!.run).toBeUndefined();
    expect(other!.leftOut.map(({ reason }) => reason.slice(0, 19))).toEqual([
      "its code had uncomm",
      "its folds are other",
      "its folds are other",
    ]);
  });

  test("npm run experiments:table lists those that have not been run", async () => {
    const output = join(mlflow.folder, "README.md");
    const { code, stdout } = await makeTable(mlflow.server.uri, output);
    expect(code).toBe(0);
    expect(stdout).toContain(`0 of ${ablations.length} named experiments have been run`);
    expect(await readFile(output, "utf8")).toContain("`npm run experiment -- ablation-baseline --folds 5`");
  });

  test("npm run experiments:table without MLflow is one sentence, and writes nothing", async () => {
    const output = join(mlflow.folder, "nothing.md");
    const { code, stdout, stderr } = await makeTable("http://127.0.0.1:1", output);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toBe(
      "Expected MLflow at http://127.0.0.1:1, which keeps the runs. Received: no answer. Start it: npm run mlflow.\n",
    );
    await expect(readFile(output)).rejects.toThrow("ENOENT");
  });
});
