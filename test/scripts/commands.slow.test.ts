import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  freePort,
  hasMlflow,
  mlflowServer,
  python,
  type MlflowServer,
} from "../../packages/mlflow-js-client/test/mlflowServer.js";
import type { Evidence } from "../../lib/experiment/evidence.js";
import { runScript, type Ended } from "./runScript.js";

const tiny = ["data.phantom.patients=40", "data.imageSize=32", "model.filters=[8,8]", "evaluation.resamples=100"];
let folder: string;
let server: MlflowServer;

function command(script: string, args: string[], options: { uri?: string; until?: RegExp } = {}): Promise<Ended> {
  const { uri = server.uri, until } = options;
  const env = { FRACTURE_CACHE_DIR: join(folder, "cache"), MLFLOW_TRACKING_URI: uri };
  return runScript(script, args, { env, ...(until && { until }) });
}

async function json(file: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(folder, file), "utf8")) as Record<string, unknown>;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "commands-"));
  server = await mlflowServer(folder);
  if (hasMlflow) await server.start();
});
afterAll(async () => {
  await server.kill();
  await rm(folder, { recursive: true, force: true });
});

test.runIf(hasMlflow)("an experiment is trained, recorded, judged again and used on single files", async () => {
  const args = ["cnn-baseline", ...tiny, "training.epochs=2", "--champion", "--json", join(folder, "run.json")];
  const trained = await command("experiment", args);
  expect(trained.stderr).not.toContain("Warning");
  expect(trained.code).toBe(0);
  const run = await json("run.json");
  const runId = String(run["runId"]);
  expect(trained.stdout.split("\n")[0]).toBe(`run ${runId}`);
  expect(trained.stdout).toMatch(new RegExp(`^MLflow: ${server.uri}/#/experiments/\\d+/runs/${runId}\\?`, "m"));
  expect(run).toMatchObject({
    status: "finished",
    epochs: 2,
    metrics: { test: { auc: { value: expect.any(Number) as number } } },
  });

  const logged = await python(
    server.uri,
    "import json,sys,mlflow; r=mlflow.get_run(sys.argv[1]); d=r.data; c=mlflow.MlflowClient(); " +
      "print(json.dumps(dict(status=r.info.status, params=d.params, metrics={k: d.metrics[k] for k in ('test/auc','test/auc.low')}, tags=d.tags, " +
      "steps=len(c.get_metric_history(sys.argv[1],'epoch/validationAuc')), datasets=[i.dataset.name for i in r.inputs.dataset_inputs], " +
      "name=r.info.run_name, champion=c.get_model_version_by_alias('cnn-baseline','champion').run_id, " +
      "figures=[a.path for a in c.list_artifacts(sys.argv[1],'figures')], " +
      "evidence=mlflow.artifacts.load_dict(f'runs:/{sys.argv[1]}/metrics/evidence.json'))))",
    runId,
  );
  expect(logged).toMatchObject({
    status: "FINISHED",
    name: "cnn-baseline patients=40 imageSize=32 filters=[8,8] resamples=100 epochs=2",
    champion: runId,
    params: { "training.epochs": "2", "model.filters": "[8,8]", seed: "7" },
    tags: { weightsSha256: run["weightsSha256"] },
    steps: 2,
    datasets: ["phantom-train", "phantom-validation", "phantom-test"],
  });
  const { metrics, figures, evidence } = logged as {
    metrics: Record<string, number>;
    figures: string[];
    evidence: Evidence;
  };
  const { test, withinRegion } = run["metrics"] as { test: Evidence["metrics"]["test"]; withinRegion: unknown };
  expect(metrics["test/auc"]).toBeCloseTo(test.auc.value, 6);
  expect(metrics["test/auc.low"]).toBeCloseTo(test.auc.low, 6);
  expect(figures).toEqual(
    expect.arrayContaining(["figures/roc.png", "figures/baselines.png", "figures/interactive.html"]),
  );
  expect(evidence).toEqual(run["evidence"]);
  expect(evidence.withinRegion).toEqual(withinRegion);

  // From the server alone, as another machine would: the local folder is out of the way.
  await rm(join("experiments", "runs", runId), { recursive: true });
  const judged = await command("evaluate", ["models:/cnn-baseline@champion", "--json", join(folder, "judged.json")]);
  expect(judged.code).toBe(0);
  const judgement = await json("judged.json");
  expect(judgement).toMatchObject({ metrics: test, withinRegion, seenInTraining: 0 });
  const { calibration, slices, operatingPoints, detectableDifference } = evidence;
  expect(judgement["evidence"]).toMatchObject({
    calibration,
    slices,
    detectableDifference,
    operatingPoints: operatingPoints.map((point) => ({ ...point, chosenAnew: null })),
  });

  const bad = join(folder, "zeros.jpg");
  await writeFile(bad, new Uint8Array(1000));
  const csv = await readFile(String(judgement["predictions"]), "utf8");
  const [path, , , , , probability] = csv.split("\n")[1]!.split(",");
  const image = join(folder, "cache", await phantomFolder(), path!);
  const predicted = await command("predict", [runId, image, bad, "--json", join(folder, "predicted.json")]);
  expect(predicted.code).toBe(1);
  expect(await json("predicted.json")).toMatchObject([
    { file: image, probability: expect.closeTo(Number(probability), 5) as number, error: null },
    { file: bad, probability: null, label: null, error: expect.stringContaining("not an image") as string },
  ]);
  await rm(join("experiments", "runs", runId), { recursive: true });
});

test.runIf(hasMlflow)("the same seed gives the same weights to the byte in another process", async () => {
  const hashes: unknown[] = [];
  for (const file of ["a.json", "b.json"]) {
    await command("experiment", ["cnn-baseline", ...tiny, "training.epochs=1", "--json", join(folder, file)]);
    const run = await json(file);
    hashes.push(run["weightsSha256"]);
    await rm(join("experiments", "runs", String(run["runId"])), { recursive: true });
  }
  expect(hashes[1]).toBe(hashes[0]);
});

test.runIf(hasMlflow)("Ctrl-C ends a run as KILLED with what it has, exit 130", async () => {
  const ended = await command(
    "experiment",
    ["cnn-baseline", ...tiny, "training.epochs=500", "training.stopAfterStaleEpochs=500"],
    {
      until: /epoch 2:/,
    },
  );
  expect(ended.code).toBe(130);
  const runId = /^run (\S+)/.exec(ended.stdout)![1]!;
  const code =
    "import json,sys,mlflow; r=mlflow.get_run(sys.argv[1]); " +
    "print(json.dumps(dict(status=r.info.status, loss='epoch/trainLoss' in r.data.metrics, test='test/auc' in r.data.metrics)))";
  expect(await python(server.uri, code, runId)).toEqual({ status: "KILLED", loss: true, test: false });
  await rm(join("experiments", "runs", runId), { recursive: true });
});

test("a tracking server that is down ends nothing: one warning, the records wait here", async () => {
  const args = ["cnn-baseline", ...tiny, "training.epochs=1", "--json", join(folder, "down.json")];
  const ended = await command("experiment", args, { uri: "http://127.0.0.1:9" });
  expect(ended.code).toBe(0);
  expect(ended.stderr.match(/Warning/g)).toHaveLength(1);
  const runId = String((await json("down.json"))["runId"]);
  expect(runId).toMatch(/^local-/);
  const spool = join(folder, "spool");
  await mkdir(spool);
  await rename(join("experiments", "spool", runId), join(spool, runId));
  if (hasMlflow) {
    const file = join(folder, "sync.json");
    const synced = await command("mlflowSync", ["--spool-dir", spool, "--from-any-server", "--json", file]);
    expect(synced).toMatchObject({ code: 0, stderr: "" });
    const { runs } = (await json("sync.json")) as { runs: { runId: string }[] };
    for (const kept of [join("experiments", "runs"), join("experiments", "checkpoints")]) {
      expect(await readlink(join(kept, runId))).toBe(runs[0]!.runId);
      expect((await lstat(join(kept, runs[0]!.runId))).isDirectory()).toBe(true);
      await rm(join(kept, runs[0]!.runId), { recursive: true });
    }
  }
  for (const kept of ["runs", "checkpoints"]) await rm(join("experiments", kept, runId), { recursive: true });
});

test.runIf(hasMlflow)("mlflow says where it is, as JSON too, and ends with Ctrl-C, exit 130", async () => {
  const args = ["--port", String(await freePort()), "--json", join(folder, "mlflow.json")];
  const ended = await command("mlflow", args, { until: /MLflow is at/ });
  expect(ended.code).toBe(130);
  const { uri, pid } = await json("mlflow.json");
  expect(uri).toBe(`http://127.0.0.1:${args[1]!}`);
  expect(() => process.kill(Number(pid), 0)).toThrow("ESRCH");
});

test("wrong use is one sentence and exit 2", async () => {
  const unknown = await command("experiment", ["cnn-baseline", "model.dropuot=0.4"]);
  expect(unknown).toMatchObject({
    code: 2,
    stdout: "",
    stderr: "config: model.dropuot is no setting. The nearest is model.dropout.\n",
  });
  expect(await command("experiment", ["cnn-baseline", "--data", "xrays"])).toMatchObject({ code: 2 });
  const nowhere = join(folder, "missing", "a.csv");
  const unwritable = await command("evaluate", ["no-such-run", "--predictions", nowhere]);
  expect(unwritable).toMatchObject({ code: 2, stdout: "" });
  expect(unwritable.stderr).toContain(`${join(folder, "missing")} does not exist`);
  expect(await command("predict", ["no-such-run", "x.png"], { uri: "http://127.0.0.1:9" })).toMatchObject({ code: 1 });
});

async function phantomFolder(): Promise<string> {
  return (await readdir(join(folder, "cache"))).find((name) => name.startsWith("phantom-"))!;
}
