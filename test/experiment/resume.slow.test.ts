import { spawn, type ChildProcess, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { MlflowClient } from "mlflow-js-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mlflowForTests } from "../../packages/mlflow-js-client/test/mlflowForTests.js";
import { hasMlflow } from "../../packages/mlflow-js-client/test/mlflowServer.js";
import { readSettings } from "../../lib/settings.js";

const { root, checkpointsDir, runsDir } = readSettings();
const settings = [
  "cnn-baseline",
  ...["data.imageSize=48", "data.phantom.patients=60", "model.filters=[8,16]", "model.denseUnits=[16]"],
  ...["training.epochs=6", "training.batchSize=8", "training.checkpoints.everySteps=3", "evaluation.resamples=100"],
];
const quoted = (word: string): string => (word.includes("[") ? `'${word}'` : word);
let folder = "";

describe.skipIf(!hasMlflow)("a run killed with SIGKILL", () => {
  const mlflow = mlflowForTests("resume");
  const runs: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "resume-"));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    for (const id of runs) {
      for (const dir of [checkpointsDir, runsDir]) await rm(join(dir, id), { recursive: true, force: true });
    }
  });

  function spawnExperiment(args: readonly string[]): ChildProcessByStdio<null, Readable, null> {
    return spawn(process.execPath, ["--import", "tsx", join(root, "scripts/experiment.ts"), ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, MLFLOW_TRACKING_URI: mlflow.server.uri },
    });
  }

  /** One process of the experiment, and the id that it tells first. */
  async function start(
    args: readonly string[],
  ): Promise<{ child: ChildProcess; runId: string; exited: Promise<unknown> }> {
    const child = spawnExperiment(args);
    const exited = once(child, "exit");
    const [text] = (await once(child.stdout, "data")) as [Buffer];
    child.stdout.resume();
    const runId = /^run (\S+)/.exec(text.toString())![1]!;
    if (!runs.includes(runId)) runs.push(runId);
    return { child, runId, exited };
  }

  async function finish(
    args: readonly string[],
    name: string,
  ): Promise<{ runId: string; weightsSha256: string; metrics: unknown }> {
    const file = join(folder, name);
    const { exited } = await start([...args, "--json", file]);
    expect(await exited).toEqual([0, null]);
    return JSON.parse(await readFile(file, "utf8")) as { runId: string; weightsSha256: string; metrics: unknown };
  }

  /** Kills the process as soon as `isTime`, which looks at the run's checkpoints. */
  async function killWhen(args: readonly string[], isTime: (names: string[]) => boolean): Promise<string> {
    const { child, runId, exited } = await start(args);
    const dir = join(checkpointsDir, runId);
    while (child.exitCode === null && !isTime(existsSync(dir) ? readdirSync(dir) : [])) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    child.kill("SIGKILL");
    expect(await exited).toEqual([null, "SIGKILL"]);
    return runId;
  }

  test("again and again, in mid-epoch, in mid-write and at the end, has the weights and the record of one never killed", async () => {
    const whole = await finish(settings, "whole.json");
    const runId = await killWhen(settings, (names) => names.includes("last.ckpt")); // in its first epoch
    const resume = ["--resume", runId];
    const sawWrite = (names: string[]): boolean => names.some((name) => /^(last|epoch).*\.tmp$/.test(name));
    expect(await killWhen(resume, sawWrite)).toBe(runId);
    expect(await killWhen(resume, (names) => names.some((name) => /^epoch-0000[2-6]\.ckpt$/.test(name)))).toBe(runId);
    expect(await killWhen(resume, () => existsSync(join(runsDir, runId)))).toBe(runId); // trained, not yet all logged
    const resumed = await finish(resume, "resumed.json");
    expect(resumed.runId).toBe(runId);
    expect(resumed.weightsSha256).toBe(whole.weightsSha256);
    expect(resumed.metrics).toEqual(whole.metrics);

    const client = new MlflowClient({ trackingUri: mlflow.server.uri });
    const run = await client.runs.get(runId);
    expect(run.status).toBe("FINISHED");
    expect(run.tags).toMatchObject({
      command: `npm run experiment -- ${settings.map(quoted).join(" ")}`, // it, and not the --resume, makes the run again
      resumedBy: expect.stringMatching(new RegExp(`^npm run experiment -- --resume ${runId}\\b`)) as string,
    });
    const keys = Object.keys(run.metrics).filter((key) => !key.startsWith("system/"));
    expect(keys).toContain("test/auc");
    for (const key of keys) {
      const steps: number[] = [];
      for await (const { step } of client.runs.metricHistory(runId, key)) steps.push(step);
      expect([key, steps.length]).toEqual([key, new Set(steps).size]);
      if (key.startsWith("epoch/")) expect(steps.sort()).toEqual([1, 2, 3, 4, 5, 6]);
    }
    const refused = spawnExperiment(resume);
    expect(await once(refused, "exit")).toEqual([2, null]); // it has finished
  }, 900_000); // a minute on a quiet machine
});
