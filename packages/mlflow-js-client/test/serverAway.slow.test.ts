import { cp } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { replaySpool } from "../src/replaySpool.js";
import { SpoolWriter } from "../src/spoolWriter.js";
import { mlflowForTests } from "./mlflowForTests.js";
import { hasMlflow } from "./mlflowServer.js";
import { readAll } from "./readAll.js";
import { readBack } from "./readBack.js";

describe.skipIf(!hasMlflow)("when the real server goes away", () => {
  const mlflow = mlflowForTests("mlflow-server");
  let client: MlflowClient;
  /** Gives up soon, so that a server away is one soon. */
  let impatient: MlflowClient;

  beforeAll(() => {
    const options = { trackingUri: mlflow.server.uri, env: {} };
    client = new MlflowClient(options);
    impatient = new MlflowClient({ ...options, retry: { attempts: 2, firstDelayMs: 50 } });
  });

  test("a server killed in mid-run: all 10,000 metrics are there, once, after it is back", async () => {
    const spoolDir = join(mlflow.folder, "spool");
    const warnings: string[] = [];
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
        if (step === 5500) await mlflow.server.kill(); // with batches on their way
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

    await mlflow.server.start();
    expect((await client.runs.get(outcome.runId)).status).toBe("RUNNING");
    expect(await replaySpool({ client, spoolDir })).toMatchObject([
      { runId: outcome.runId, state: "sent", problems: [] },
    ]);
    expect(await replaySpool({ client, spoolDir })).toEqual([]);
    const found = await readBack(mlflow.server.uri, outcome.runId);
    expect(found.status).toBe("FINISHED");
    for (const key of ["loss", "noise"]) {
      const steps = found.metrics[key]!.map(([step]) => step).sort((a, b) => a - b);
      expect(steps).toEqual(Array.from({ length: 10_000 }, (_, step) => step));
    }
    expect(found.artifacts["after.txt"]).toBe("written while the server was away");
    expect(found.models).toMatchObject([{ name: "late", status: "READY" }]);
  });

  test("a server killed and started again in mid-run: the run leaves the spool and is whole at its end", async () => {
    const warnings: string[] = [];
    const options = {
      experiment: "bones",
      name: "interrupted",
      spoolDir: join(mlflow.folder, "spool-back"),
      spoolRetryMs: 200,
      onWarning: ({ code }: { code: string }) => void warnings.push(code),
    };
    const outcome = await impatient.withRun(options, async (run) => {
      const record = (from: number): void => {
        for (let step = from; step < from + 2500; step++) run.metrics({ loss: step }, { step });
      };
      record(0);
      await run.flush();
      record(2500);
      await mlflow.server.kill(); // with batches on their way
      expect(await run.text("while-away.txt", "away")).toEqual({ stored: "spool" });
      record(5000);
      await mlflow.server.start();
      expect(await run.text("when-back.txt", "back")).toEqual({ stored: "server" });
      expect(warnings).toEqual(["spooling", "caughtUp"]);
      expect((await client.runs.get(run.runId)).metrics).toEqual({ loss: 7499 });
      record(7500);
    });
    expect(outcome).toMatchObject({ status: "FINISHED", stored: "server", spoolFolder: undefined, refused: [] });
    const found = await readBack(mlflow.server.uri, outcome.runId);
    const steps = found.metrics["loss"]!.map(([step]) => step).sort((a, b) => a - b);
    expect(steps).toEqual(Array.from({ length: 10_000 }, (_, step) => step));
    expect(found.artifacts).toEqual({ "while-away.txt": "away", "when-back.txt": "back" });
  });

  test("a run begun without a server is sent whole, its child with it, and sending it again changes nothing", async () => {
    const spoolDir = join(mlflow.folder, "spool-2");
    await mlflow.server.kill();
    const hasty = new MlflowClient({ trackingUri: mlflow.server.uri, env: {}, retry: { attempts: 1 } });
    const options = { experiment: "offline", spoolDir, onWarning: () => undefined };
    const parent = await hasty.withRun({ ...options, name: "parent" }, async (run) => {
      run.params({ seed: 3 });
      const files = [{ path: "model.json", content: Buffer.from("{}") }];
      const register = { name: "offline", aliases: ["champion"] };
      await run.model({ name: "m", files, flavors: { tfjs: {} } }, { register });
      await hasty.withRun({ ...options, name: "child", parentRunId: run.runId }, (child) => {
        for (let step = 0; step < 1500; step++) child.metrics({ loss: 2 }, { step });
        return Promise.resolve();
      });
    });
    expect(parent.runId).toMatch(/^local-/);
    await cp(spoolDir, `${spoolDir}-copy`, { recursive: true });
    await mlflow.server.start();
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
    const versions = await readAll(client.modelVersions.search({ filter: "name = 'offline'" }));
    expect(versions.map(({ version, modelId }) => [version, modelId])).toEqual([[1, found.modelIds[0]]]);
    expect((await client.registeredModels.getByAlias("offline", "champion")).version).toBe(1);
    const child = runs.find(({ name }) => name === "child")!;
    expect(child.tags["mlflow.parentRunId"]).toBe(found.runId);
    expect(await readAll(client.runs.metricHistory(child.runId, "loss"))).toHaveLength(1500);
    // The local id that was printed at the start still finds the run.
    const resumed = await client.withRun({ ...options, runId: parent.runId }, () => Promise.resolve());
    expect(resumed.runId).toBe(found.runId);
  });

  test("a server killed in mid-replay: what it had is not lost, the rest waits, and all of it is there once", async () => {
    const spoolDir = join(mlflow.folder, "spool-replay");
    await mlflow.server.kill();
    const options = { experiment: "replayed", spoolDir, onWarning: () => undefined };
    await impatient.withRun(options, async (run) => {
      for (let step = 0; step < 20_000; step++) run.metrics({ loss: step }, { step });
      for (let i = 0; i < 20; i++) await run.text(`${i}.txt`, `text ${i}`);
    });
    await mlflow.server.start();
    const cutOff = replaySpool({ client: impatient, spoolDir });
    await new Promise((after) => setTimeout(after, 400));
    await mlflow.server.kill();
    const [waiting] = await cutOff;
    expect(waiting).toMatchObject({ state: "waiting", operations: 41 });
    await mlflow.server.start();
    const [sent] = await replaySpool({ client, spoolDir });
    expect(sent).toMatchObject({ state: "sent", sent: 41 });
    const found = await readBack(mlflow.server.uri, sent!.runId!);
    const steps = found.metrics["loss"]!.map(([step]) => step).sort((a, b) => a - b);
    expect(steps).toEqual(Array.from({ length: 20_000 }, (_, step) => step));
    expect(Object.keys(found.artifacts)).toHaveLength(20);
  });

  test("a run whose process died is closed as FAILED when its spool is sent", async () => {
    const spoolDir = join(mlflow.folder, "spool-3");
    const header = { version: 1 as const, trackingUri: mlflow.server.uri, runId: "local-died", spooledAtMs: 1 };
    const writer = await SpoolWriter.open(spoolDir, { ...header, create: { experiment: "bones", startTimeMs: 1 } });
    await writer.append({ kind: "batch", metrics: [], params: { seed: "1" }, tags: {} });
    expect(await replaySpool({ client, spoolDir })).toMatchObject([{ state: "busy" }]);
    await writer.close();
    const [sent] = await replaySpool({ client, spoolDir });
    expect(await client.runs.get(sent!.runId!)).toMatchObject({ status: "FAILED", params: { seed: "1" } });
  });
});
