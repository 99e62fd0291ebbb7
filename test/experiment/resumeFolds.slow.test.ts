import { spawn, type ChildProcess, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { MlflowClient } from "mlflow-js-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mlflowForTests } from "../../packages/mlflow-js-client/test/mlflowForTests.js";
import { hasMlflow } from "../../packages/mlflow-js-client/test/mlflowServer.js";
import { parseEvidence } from "../../lib/experiment/evidence.js";
import { readSettings } from "../../lib/settings.js";

const { root, checkpointsDir, runsDir } = readSettings();
const settings = [
  "cnn-baseline",
  ...["data.imageSize=32", "data.phantom.patients=36", "model.filters=[8,8]", "model.denseUnits=[8]"],
  ...["training.epochs=3", "training.batchSize=8", "training.checkpoints.everySteps=2", "evaluation.resamples=100"],
];

interface Fold {
  runId: string;
  seconds: number;
  weightsSha256: string;
}
interface Result {
  runId: string;
  seconds: number;
  status: string;
  folds: Fold[];
}

describe.skipIf(!hasMlflow)("a cross-validation that is stopped and resumed", () => {
  const mlflow = mlflowForTests("resume-folds");
  const made: string[] = [];
  let folder = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "resume-folds-"));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    for (const id of made.flatMap((runId) => [runId, ...childrenOf(runId)])) {
      for (const dir of [runsDir, checkpointsDir]) await rm(join(dir, id), { recursive: true, force: true });
    }
  });

  function spawnExperiment(args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
    return spawnScript("experiment", args);
  }

  function spawnScript(name: string, args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
    return spawn(process.execPath, ["--import", "tsx", join(root, `scripts/${name}.ts`), ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, MLFLOW_TRACKING_URI: mlflow.server.uri, FRACTURE_CACHE_DIR: join(folder, "cache") },
    });
  }

  async function start(
    args: readonly string[],
  ): Promise<{ child: ChildProcess; runId: string; exited: Promise<unknown> }> {
    const child = spawnExperiment(args);
    const exited = once(child, "exit");
    child.stderr.resume();
    const [text] = (await once(child.stdout, "data")) as [Buffer];
    child.stdout.resume();
    const runId = /^run (\S+)/.exec(text.toString())![1]!;
    if (!made.includes(runId)) made.push(runId);
    return { child, runId, exited };
  }

  async function finish(args: readonly string[], name: string): Promise<Result> {
    const file = join(folder, name);
    const { exited } = await start([...args, "--json", file]);
    expect(await exited).toEqual([0, null]);
    return JSON.parse(await readFile(file, "utf8")) as Result;
  }

  function childrenOf(runId: string): string[] {
    const file = join(checkpointsDir, runId, "folds.json");
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { children: string[] }).children : [];
  }

  async function stopWhen(
    args: readonly string[],
    isTime: (runId: string) => boolean,
    signal: "SIGKILL" | "SIGINT",
  ): Promise<string> {
    const { child, runId, exited } = await start(args);
    while (child.exitCode === null && !isTime(runId)) await new Promise((resolve) => setTimeout(resolve, 1));
    child.kill(signal);
    expect(await exited).toEqual(signal === "SIGKILL" ? [null, signal] : [130, null]);
    return runId;
  }

  async function refusal(args: readonly string[]): Promise<string> {
    const child = spawnExperiment(args);
    child.stdout.resume();
    let text = "";
    child.stderr.on("data", (bytes: Buffer) => (text += bytes.toString()));
    expect(await once(child, "close")).toEqual([2, null]);
    return text;
  }

  /** What no two processes share: ids, times, and what was typed. */
  const own = ["runId", "seconds", "command", "resumedBy", "code"];
  const comparable = (result: Result): string =>
    JSON.stringify(result, (key, value: unknown) => (own.includes(key) ? undefined : value));

  test("inside a fold, between two and by Ctrl-C, ends as one that was not: same weights and summary, no child or step twice", async () => {
    const whole = await finish([...settings, "--folds", "3"], "whole.json");
    const has = (runId: string, i: number, name: string): boolean => {
      const child = childrenOf(runId)[i];
      return child !== undefined && existsSync(join(checkpointsDir, child, name));
    };
    const runId = await stopWhen([...settings, "--folds", "3"], (id) => has(id, 0, "last.ckpt"), "SIGKILL");
    const [first] = childrenOf(runId);
    expect(await refusal(["--resume", first!])).toMatch(new RegExp(`a fold of ${runId}`));
    const resume = ["--resume", runId];
    expect(await refusal([...resume, ...settings, "seed=99"])).toMatch(
      /resume: expected the config that the run began with/,
    );
    const isBetween = (id: string): boolean => existsSync(join(checkpointsDir, id, "fold-1.json"));
    expect(await stopWhen(resume, isBetween, "SIGKILL")).toBe(runId);
    expect(await stopWhen(resume, (id) => has(id, 1, "last.ckpt"), "SIGINT")).toBe(runId);
    const resumed = await finish(resume, "resumed.json");
    expect(JSON.parse(comparable(resumed))).toEqual(JSON.parse(comparable(whole)));
    expect(comparable(resumed) === comparable(whole)).toBe(true);
    expect(resumed.folds[0]!.runId).toBe(first);

    const client = new MlflowClient({ trackingUri: mlflow.server.uri });
    const parent = await client.runs.get(runId);
    const filter = `tags.mlflow.parentRunId = '${runId}'`;
    const children = [];
    for await (const child of client.runs.search({ experimentIds: [parent.experimentId], filter }))
      children.push(child);
    expect(children.map(({ runId: id }) => id).sort()).toEqual(resumed.folds.map(({ runId: id }) => id).sort());
    for (const { runId: id, status, metrics } of [parent, ...children]) {
      expect(status).toBe("FINISHED");
      for (const key of Object.keys(metrics).filter((name) => !name.startsWith("system/"))) {
        const steps: number[] = [];
        for await (const { step } of client.runs.metricHistory(id, key)) steps.push(step);
        expect([key, steps.length]).toEqual([key, new Set(steps).size]);
      }
    }
    expect(await refusal(resume)).toMatch(/which finished/);

    const artifact = async (path: string): Promise<string> =>
      Buffer.from(await client.artifacts.download({ runId }, path)).toString();
    const evidence = parseEvidence(await artifact("metrics/evidence.json"), "evidence.json");
    expect(evidence.folds?.models.map(({ runId: id }) => id)).toEqual(resumed.folds.map(({ runId: id }) => id));
    expect(evidence).toMatchObject({
      judged: { part: "held-out", seenInTraining: 0 },
      folds: { how: "3 folds by group, seed 1" },
    });
    expect((await artifact("predictions/out-of-fold.csv")).trim().split("\n")).toHaveLength(evidence.judged.images + 1);
    await rm(join(runsDir, runId), { recursive: true }); // as on another machine: all that the card needs is in MLflow
    const card = spawnScript("card", [runId]);
    card.stdout.resume();
    card.stderr.resume();
    expect(await once(card, "exit")).toEqual([0, null]);
    expect(await artifact("card/card.md")).toContain("No single model, but 3 of one recipe");
    expect(await artifact("card/card.md")).toContain("It was stopped on the way, and resumed by:");
  }, 900_000);
});
