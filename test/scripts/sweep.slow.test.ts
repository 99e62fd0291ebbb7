import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MlflowClient } from "mlflow-js-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mlflowForTests } from "../../packages/mlflow-js-client/test/mlflowForTests.js";
import { hasMlflow } from "../../packages/mlflow-js-client/test/mlflowServer.js";
import { readSettings } from "../../lib/settings.js";

interface Told {
  runId: string;
  best: { trial: number; value: number };
  trials: { trial: number; status: string; value: number; params: object; runId: string }[];
}

const { root } = readSettings();
let folder = "";

describe.skipIf(!hasMlflow)("npm run sweep", () => {
  const mlflow = mlflowForTests("sweep");

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sweep-"));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  function start(args: readonly string[]): { child: ChildProcess; lines: () => string } {
    const script = [join(root, "scripts/sweep.ts"), join(root, "test/scripts/tinySweep.ts")];
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

  test("killed in its second trial and resumed ends as one never killed, each trial one run below one parent", async () => {
    const whole = await finish([], "whole.json");
    const { child, lines } = start([]);
    const journalOf = (id: string): Promise<string> =>
      readFile(join(root, "experiments/sweeps", id, "trials.jsonl"), "utf8").catch(() => "");
    let id = "";
    for (let journal = ""; !journal.includes('"type":"epoch","trial":1'); journal = await journalOf(id)) {
      expect(child.exitCode).toBeNull();
      id = /^sweep (\S+)/m.exec(lines())?.[1] ?? id;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill("SIGKILL");
    await once(child, "exit");
    await new Promise((resolve) => setTimeout(resolve, 3000)); // its trial sees that the sweep is gone, and ends

    const resumed = await finish(["--resume", id], "resumed.json");
    expect(resumed.runId).toBe(id);
    const results = ({ trials }: Told): object[] => trials.map((trial) => ({ ...trial, runId: "" }));
    expect(results(resumed)).toEqual(results(whole));

    const client = new MlflowClient({ trackingUri: mlflow.server.uri });
    const experiment = await client.experiments.getByName("fracture-lab");
    const children = [];
    const filter = `tags.\`mlflow.parentRunId\` = '${id}'`;
    for await (const run of client.runs.search({ experimentIds: [experiment!.experimentId], filter }))
      children.push(run);
    expect(children.map(({ runId }) => runId).sort()).toEqual(resumed.trials.map(({ runId }) => runId).sort());
    expect(new Set(children.map(({ status }) => status))).toEqual(new Set(["FINISHED"]));
    expect(children.every(({ metrics }) => !("test/auc" in metrics))).toBe(true); // no trial looks at test images
    for (const told of [whole, resumed]) await rm(join(root, "experiments/sweeps", told.runId), { recursive: true });
  }, 600_000);
});
