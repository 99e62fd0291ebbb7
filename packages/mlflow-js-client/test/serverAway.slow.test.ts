import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { replaySpool } from "../src/replaySpool.js";
import { SpoolWriter } from "../src/spoolWriter.js";
import { hasMlflow, mlflowServer, python } from "./mlflowServer.js";
import type { MlflowServer } from "./mlflowServer.js";

interface ReadBack {
  status: string;
  name: string;
  params: Record<string, string>;
  tags: Record<string, string>;
  metrics: Record<string, [number, string][]>;
  artifacts: Record<string, string>;
  datasets: { name: string; digest: string; profile: string; context: Record<string, string> }[];
  models: {
    name: string;
    status: string;
    step: number;
    params: object;
    flavors: object;
    inputs: number[][];
    runId: string;
  }[];
}

describe.skipIf(!hasMlflow)("when the real server goes away", () => {
  let folder: string;
  let server: MlflowServer;
  let client: MlflowClient;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "mlflow-server-"));
    server = await mlflowServer(folder);
    await server.start();
    client = new MlflowClient({ trackingUri: server.uri, env: {} });
  });

  afterAll(async () => {
    await server.kill();
    await rm(folder, { recursive: true, force: true });
  });

  async function readBack(runId: string): Promise<ReadBack> {
    const code = await readFile(join(import.meta.dirname, "readBack.py"), "utf8");
    return (await python(server.uri, code, runId)) as ReadBack;
  }

  test("a server killed in mid-run: all 10,000 metrics are there, once, after it is back", async () => {
    const spoolDir = join(folder, "spool");
    const warnings: string[] = [];
    const impatient = new MlflowClient({ trackingUri: server.uri, env: {}, retry: { attempts: 2, firstDelayMs: 50 } });
    const options = {
      experiment: "bones",
      name: "cut",
      spoolDir,
      onWarning: ({ code }: { code: string }) => void warnings.push(code),
    };
    const outcome = await impatient.withRun(options, async (run) => {
      for (let step = 0; step < 10_000; step++) {
        run.metrics({ loss: 1 / (step + 1), noise: step % 2 === 0 ? NaN : step }, { step });
        if (step === 3000) await run.flush();
        if (step === 5500) await server.kill(); // with batches on their way
      }
      await run.artifact("after.txt", "written while the server was away");
      await run.model({
        name: "late",
        files: [{ path: "model.json", content: Buffer.from("{}") }],
        flavors: { tfjs: {} },
        signature: { inputs: [{ dtype: "float32", shape: [-1, 2] }], outputs: [] },
      });
    });
    expect(outcome).toMatchObject({ status: "FINISHED", stored: "spool", refused: [] });
    expect(warnings).toEqual(["spooling"]);

    await server.start();
    expect((await client.runs.get(outcome.runId)).status).toBe("RUNNING");
    expect(await replaySpool({ client, spoolDir })).toMatchObject([
      { runId: outcome.runId, state: "sent", problems: [] },
    ]);
    expect(await replaySpool({ client, spoolDir })).toEqual([]);
    const found = await readBack(outcome.runId);
    expect(found.status).toBe("FINISHED");
    for (const key of ["loss", "noise"]) {
      const steps = found.metrics[key]!.map(([step]) => step).sort((a, b) => a - b);
      expect(steps).toEqual(Array.from({ length: 10_000 }, (_, step) => step));
    }
    expect(found.artifacts["after.txt"]).toBe("written while the server was away");
    expect(found.models).toMatchObject([{ name: "late", status: "READY" }]);
  });

  test("a run begun without a server is sent whole, its child with it, and sending it again changes nothing", async () => {
    const spoolDir = join(folder, "spool-2");
    await server.kill();
    const impatient = new MlflowClient({ trackingUri: server.uri, env: {}, retry: { attempts: 1 } });
    const options = { experiment: "offline", spoolDir, onWarning: () => undefined };
    const parent = await impatient.withRun({ ...options, name: "parent" }, async (run) => {
      run.params({ seed: 3 });
      await run.model({
        name: "m",
        files: [{ path: "model.json", content: Buffer.from("{}") }],
        flavors: { tfjs: {} },
      });
      await impatient.withRun({ ...options, name: "child", parentRunId: run.runId }, (child) => {
        for (let step = 0; step < 1500; step++) child.metrics({ loss: 2 }, { step });
        return Promise.resolve();
      });
    });
    expect(parent.runId).toMatch(/^local-/);
    await cp(spoolDir, `${spoolDir}-copy`, { recursive: true });
    await server.start();
    const [sentParent, sentChild] = await replaySpool({ client, spoolDir });
    expect([sentParent?.state, sentChild?.state]).toEqual(["sent", "sent"]);
    // As if every answer of that replay had been lost and nothing noted.
    const again = await replaySpool({ client, spoolDir: `${spoolDir}-copy` });
    expect(again.map(({ runId }) => runId)).toEqual([sentParent?.runId, sentChild?.runId]);

    const runs = await readAll(
      client.runs.search({ experimentIds: [await client.experiments.getOrCreate("offline")] }),
    );
    expect(runs.map(({ name, status }) => [name, status]).sort()).toEqual([
      ["child", "FINISHED"],
      ["parent", "FINISHED"],
    ]);
    const found = runs.find(({ name }) => name === "parent")!;
    expect(found.params).toEqual({ seed: "3" });
    expect(found.modelIds).toHaveLength(1);
    const child = runs.find(({ name }) => name === "child")!;
    expect(child.tags["mlflow.parentRunId"]).toBe(found.runId);
    expect(await readAll(client.runs.metricHistory(child.runId, "loss"))).toHaveLength(1500);
    // The local id that was printed at the start still finds the run.
    const resumed = await client.withRun({ ...options, runId: parent.runId }, () => Promise.resolve());
    expect(resumed.runId).toBe(found.runId);
  });

  test("a run whose process died is closed as FAILED when its spool is sent", async () => {
    const spoolDir = join(folder, "spool-3");
    const header = { version: 1 as const, trackingUri: server.uri, runId: "local-died", spooledAtMs: 1 };
    const writer = await SpoolWriter.open(spoolDir, { ...header, create: { experiment: "bones", startTimeMs: 1 } });
    await writer.append({ kind: "batch", metrics: [], params: { seed: "1" }, tags: {} });
    expect(await replaySpool({ client, spoolDir })).toMatchObject([{ state: "busy" }]);
    await writer.close();
    const [sent] = await replaySpool({ client, spoolDir });
    expect(await client.runs.get(sent!.runId!)).toMatchObject({ status: "FAILED", params: { seed: "1" } });
  });
});

async function readAll<T>(items: AsyncIterable<T>): Promise<T[]> {
  const out: T[] = [];
  for await (const item of items) out.push(item);
  return out;
}
