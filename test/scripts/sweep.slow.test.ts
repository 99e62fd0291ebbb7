import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MlflowClient, type Run } from "mlflow-js-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mlflowForTests } from "../../packages/mlflow-js-client/test/mlflowForTests.js";
import { hasMlflow } from "../../packages/mlflow-js-client/test/mlflowServer.js";
import { readSettings } from "../../lib/settings.js";

interface Told {
  runId: string;
  best: { trial: number; value: number };
  trials: { trial: number; status: string; value: number; params: object; runId: string }[];
}

interface Started {
  child: ChildProcess;
  lines: () => string;
}

const { root, checkpointsDir } = readSettings();
let folder = "";

describe.skipIf(!hasMlflow)("npm run sweep", () => {
  const mlflow = mlflowForTests("sweep");

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sweep-"));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  function start(args: readonly string[], file = "tinySweep.ts"): Started {
    const script = [join(root, "scripts/sweep.ts"), join(root, "test/scripts", file)];
    const child = spawn(process.execPath, ["--import", "tsx", ...script, ...args], {
      cwd: root,
      env: { ...process.env, MLFLOW_TRACKING_URI: mlflow.server.uri },
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (text += part.toString()));
    return { child, lines: () => text };
  }

  async function finish(args: readonly string[], name: string): Promise<Told> {
    const { child, lines } = start([...args, "--json", join(folder, name)]);
    const [code] = (await once(child, "exit")) as [number];
    expect([code, lines()]).toEqual([0, expect.stringContaining("best: training.learningRate=")]);
    return JSON.parse(await readFile(join(folder, name), "utf8")) as Told;
  }

  const journalOf = (id: string): Promise<string> =>
    readFile(join(root, "experiments/sweeps", id, "trials.jsonl"), "utf8").catch(() => "");

  /** @returns the sweep's id */
  async function untilEpochOf(trial: number, { child, lines }: Started): Promise<string> {
    let id = "";
    for (let journal = ""; !journal.includes(`"type":"epoch","trial":${trial}`); journal = await journalOf(id)) {
      expect(child.exitCode).toBeNull();
      id = /^sweep (\S+)/m.exec(lines())?.[1] ?? id;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return id;
  }

  async function kill(child: ChildProcess): Promise<void> {
    child.kill("SIGKILL");
    await once(child, "exit");
    await new Promise((resolve) => setTimeout(resolve, 3000)); // its trial sees that the sweep is gone, and ends
  }

  async function childrenOf(id: string): Promise<Run[]> {
    const client = new MlflowClient({ trackingUri: mlflow.server.uri });
    const experiment = await client.experiments.getByName("fracture-lab");
    const children = [];
    const filter = `tags.\`mlflow.parentRunId\` = '${id}'`;
    for await (const run of client.runs.search({ experimentIds: [experiment!.experimentId], filter }))
      children.push(run);
    return children;
  }

  test("killed in its second trial and resumed ends as one never killed, each trial one run below one parent", async () => {
    const whole = await finish([], "whole.json");
    const { child, lines } = start([]);
    const id = await untilEpochOf(1, { child, lines });
    await kill(child);

    const resumed = await finish(["--resume", id], "resumed.json");
    expect(resumed.runId).toBe(id);
    const results = ({ trials }: Told): object[] => trials.map((trial) => ({ ...trial, runId: "" }));
    expect(results(resumed)).toEqual(results(whole));

    const children = await childrenOf(id);
    expect(children.map(({ runId }) => runId).sort()).toEqual(resumed.trials.map(({ runId }) => runId).sort());
    expect(new Set(children.map(({ status }) => status))).toEqual(new Set(["FINISHED"]));
    expect(children.every(({ metrics }) => !("test/auc" in metrics))).toBe(true); // no trial looks at test images
    for (const told of [whole, resumed]) await rm(join(root, "experiments/sweeps", told.runId), { recursive: true });
  }, 600_000);

  test("a trial whose checkpoints are lost is one run still, and one whose process is killed is FAILED", async () => {
    const killed = start([], "longerSweep.ts");
    const id = await untilEpochOf(0, killed);
    await kill(killed.child);
    const [before] = await childrenOf(id);
    await rm(join(checkpointsDir, before!.runId), { recursive: true });

    const resumed = start(["--resume", id], "longerSweep.ts");
    await untilEpochOf(1, resumed);
    await killTrialOf(resumed.child);
    const [code] = (await once(resumed.child, "exit")) as [number];
    expect([code, resumed.lines()]).toEqual([0, expect.stringContaining("trial 1 failed: SIGKILL")]);
    const statuses = (await childrenOf(id)).map(({ tags, status }) => `${tags["sweep.trial"]} ${status}`);
    expect(statuses.sort()).toEqual(["0 FINISHED", "1 FAILED", "2 FINISHED", "3 FINISHED"]);
    expect((await childrenOf(id)).map(({ runId }) => runId)).not.toContain(before!.runId);
    await rm(join(root, "experiments/sweeps", id), { recursive: true });
  }, 600_000);
});

async function killTrialOf({ pid }: ChildProcess): Promise<void> {
  for (const child of (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).trim().split(" ")) {
    const command = await readFile(`/proc/${child}/cmdline`, "utf8");
    if (command.includes("scripts/sweep/trial.ts")) process.kill(Number(child), "SIGKILL");
  }
}
