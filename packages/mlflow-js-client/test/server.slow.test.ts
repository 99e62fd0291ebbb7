import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { mlflowForTests } from "./mlflowForTests.js";
import { hasMlflow } from "./mlflowServer.js";
import { readBack } from "./readBack.js";

describe.skipIf(!hasMlflow)("against a real MLflow server", () => {
  const mlflow = mlflowForTests("mlflow-server");
  let client: MlflowClient;

  beforeAll(() => {
    client = new MlflowClient({ trackingUri: mlflow.server.uri, env: {} });
  });

  test("MLflow's Python client finds all that withRun recorded", async () => {
    const outcome = await client.withRun(
      { experiment: "bones", name: "all of it", tags: { stage: "test" } },
      async (run) => {
        run.params(Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`p.${i}`, i])));
        run.note("**bold**");
        for (let step = 0; step < 2500; step++) run.metrics({ loss: step / 4 }, { step, timestampMs: 1000 + step });
        run.metrics({ nothing: NaN });
        await run.datasets([
          { name: "d", digest: "f".repeat(36), sourceType: "local", source: "x", profile: '{"n":3}', context: "train" },
        ]);
        await run.artifact("texts/ünï & 100 %.txt", "grüezi");
        await run.artifactFolder(join(import.meta.dirname, "..", "src"), "src");
        await run.image("worst/misses", new Uint8Array([1]), { step: 4, timestampMs: 9 });
        await run.model({
          name: "cnn",
          files: [
            { path: "model.json", content: Buffer.from("{}") },
            { path: "input_example.json", content: Buffer.from("[[0.25,0.5]]") },
          ],
          flavors: { tfjs: { model: "model.json" } },
          signature: {
            inputs: [{ dtype: "float32", shape: [-1, 2] }],
            outputs: [{ dtype: "float32", shape: [-1, 1] }],
          },
          inputExample: { path: "input_example.json", type: "ndarray" },
          params: { dropout: "0.5" },
          step: 3,
        });
      },
    );
    expect(outcome).toMatchObject({ status: "FINISHED", stored: "server", refused: [] });
    const found = await readBack(mlflow.server.uri, outcome.runId);
    expect(found).toMatchObject({
      status: "FINISHED",
      name: "all of it",
      tags: { stage: "test", "mlflow.note.content": "**bold**" },
    });
    expect(Object.keys(found.params)).toHaveLength(250);
    expect(found.metrics["loss"]?.map(([step, value]) => [step, Number(value)])).toEqual(
      Array.from({ length: 2500 }, (_, step) => [step, step / 4]),
    );
    expect(found.metrics["nothing"]).toEqual([[0, "nan"]]);
    expect(found.datasets).toEqual([
      { name: "d", digest: "f".repeat(36), profile: '{"n":3}', context: { "mlflow.data.context": "train" } },
    ]);
    expect(found.artifacts["texts/ünï & 100 %.txt"]).toBe("grüezi");
    expect(found.artifacts["src/index.ts"]).toContain("MlflowClient");
    expect(
      Object.keys(found.artifacts).filter((path) => path.startsWith("images/worst~misses+step+4+timestamp+9+")),
    ).toHaveLength(2);
    expect(found.models).toEqual([
      {
        name: "cnn",
        status: "READY",
        step: 3,
        params: { dropout: "0.5" },
        flavors: { tfjs: { model: "model.json" } },
        inputs: [[-1, 2]],
        inputExample: ["float32", [[0.25, 0.5]]],
        runId: outcome.runId,
      },
    ]);
  });

  test("what was uploaded is listed and comes back to the byte", async () => {
    const bytes = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * 7) % 251);
    const { runId } = await client.withRun({ experiment: "bones" }, (run) => run.artifact("a/b/bytes.bin", bytes));
    expect(Buffer.from(bytes).equals(await client.artifacts.download({ runId }, "a/b/bytes.bin"))).toBe(true);
    expect(await client.artifacts.list({ runId })).toEqual([{ path: "a", isFolder: true, sizeBytes: undefined }]);
    expect(await client.artifacts.list({ runId }, "a/b")).toEqual([
      { path: "a/b/bytes.bin", isFolder: false, sizeBytes: 3_000_000 },
    ]);
    await expect(client.artifacts.download({ runId }, "none")).rejects.toMatchObject({ status: 404 });
  });

  test("search goes over pages, newest first, and finds children by their parent", async () => {
    const experimentId = await client.experiments.getOrCreate("many");
    const parent = await client.withRun({ experiment: "many", name: "parent" }, async (run) => {
      for (let i = 0; i < 5; i++) {
        await client.withRun({ experiment: "many", name: `child ${i}`, parentRunId: run.runId }, (child) => {
          child.metrics({ auc: i / 10 });
          return Promise.resolve();
        });
      }
    });
    const names: string[] = [];
    const filter = `tags.mlflow.parentRunId = '${parent.runId}' and metrics.auc > 0.05`;
    for await (const run of client.runs.search({
      experimentIds: [experimentId],
      filter,
      orderBy: ["metrics.auc DESC"],
      pageSize: 2,
    })) {
      names.push(run.name);
    }
    expect(names).toEqual(["child 4", "child 3", "child 2", "child 1"]);
  });

  test("a deleted experiment of that name is brought back, and asking twice at once makes one", async () => {
    const [one, two] = await Promise.all([
      client.experiments.getOrCreate("twice"),
      client.experiments.getOrCreate("twice"),
    ]);
    expect(one).toBe(two);
    await client.experiments.delete(one);
    expect((await client.experiments.getByName("twice"))?.isDeleted).toBe(true);
    expect(await client.experiments.getOrCreate("twice")).toBe(one);
    expect(await client.experiments.get(one)).toMatchObject({ isDeleted: false });
  });

  test("a run is gone on with by its id", async () => {
    const first = await client.withRun({ experiment: "bones", name: "resumed" }, (run) => {
      run.params({ seed: 1 });
      return Promise.resolve();
    });
    const again = await client.withRun({ experiment: "bones", runId: first.runId }, (run) => {
      expect(() => {
        run.params({ seed: 2 });
      }).toThrow('stay "1"');
      run.metrics({ loss: 1 });
      return Promise.resolve();
    });
    expect(again.runId).toBe(first.runId);
    expect(await client.runs.get(first.runId)).toMatchObject({
      status: "FINISHED",
      name: "resumed",
      metrics: { loss: 1 },
    });
  });
});
