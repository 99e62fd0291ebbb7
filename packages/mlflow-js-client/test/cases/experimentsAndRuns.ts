import { expect, test } from "vitest";
import type { MlflowForTests } from "../mlflowForTests.js";
import { clientOf } from "../mlflowForTests.js";
import { python } from "../mlflowServer.js";
import { readAll } from "../readAll.js";

export function experimentsAndRuns(mlflow: MlflowForTests): void {
  test("experiments are found by filter and view over pages, renamed and tagged", async () => {
    const { experiments } = clientOf(mlflow);
    const ids: string[] = [];
    for (const name of ["wrist 1", "wrist 2", "wrist 3"]) ids.push(await experiments.create({ name }));
    await experiments.update(ids[0]!, { name: "wrist 0" });
    await experiments.delete(ids[1]!);
    const names = async (view: "active" | "deleted" | "all"): Promise<string[]> => {
      const found = experiments.search({ filter: "name LIKE 'wrist%'", orderBy: ["name DESC"], view, pageSize: 1 });
      return (await readAll(found)).map(({ name }) => name);
    };
    expect(await names("active")).toEqual(["wrist 3", "wrist 0"]);
    expect(await names("deleted")).toEqual(["wrist 2"]);
    expect(await names("all")).toEqual(["wrist 3", "wrist 2", "wrist 0"]);

    await experiments.setTags(ids[0]!, { stage: "pilot", long: "x".repeat(20_000) });
    await experiments.deleteTag(ids[0]!, "long");
    expect(await experiments.get(ids[0]!)).toMatchObject({ name: "wrist 0", tags: { stage: "pilot" } });
    expect((await experiments.get(ids[0]!)).creationTimeMs).toBeGreaterThan(1.7e12);
    await expect(experiments.update(ids[0]!, { name: "wrist 3" })).rejects.toMatchObject({ name: "MlflowError" });
    await expect(experiments.setTags(ids[0]!, { long: "x".repeat(20_001) })).rejects.toThrow(/at most 20000/);
  });

  test("a run's tag is deleted, and its histories come thinned with both ends kept", async () => {
    const client = clientOf(mlflow);
    const record = async (factor: number): Promise<string> => {
      const { runId } = await client.withRun({ experiment: "thin", tags: { wrong: "yes", kept: "1" } }, (run) => {
        for (let step = 0; step < 500; step++) run.metrics({ loss: step * factor }, { step });
        return Promise.resolve();
      });
      return runId;
    };
    const [one, two] = [await record(1), await record(2)];
    await client.runs.deleteTag(one, "wrong");
    const { tags } = await client.runs.get(one);
    expect([tags["wrong"], tags["kept"]]).toEqual([undefined, "1"]);
    await expect(client.runs.deleteTag(one, "wrong")).rejects.toMatchObject({ errorCode: "RESOURCE_DOES_NOT_EXIST" });

    const histories = await client.runs.sampledHistory({ runIds: [one, two], key: "loss", maxPoints: 10 });
    const points = histories.get(two)!;
    expect(points.length).toBeLessThanOrEqual(12);
    expect([points[0]?.value, points.at(-1)?.value]).toEqual([0, 998]);
    expect(histories.get(one)?.at(-1)?.step).toBe(499);
    const stretch = await client.runs.sampledHistory({ runIds: [one], key: "loss", steps: { first: 100, last: 102 } });
    expect(stretch.get(one)?.map(({ step }) => step)).toEqual([100, 101, 102]);
  });

  test("logged models are tagged, judged on data sets, ordered by that, used as inputs and deleted", async () => {
    const client = clientOf(mlflow);
    const experimentId = await client.experiments.getOrCreate("judged");
    const train = { name: "train", digest: "1" };
    const { runId } = await client.withRun({ experiment: "judged" }, async (run) => {
      await run.datasets([{ ...train, sourceType: "local", source: "x" }]);
    });
    const models = await Promise.all(
      ["a", "b"].map((name) => client.models.create({ experimentId, name, modelType: "cnn", sourceRunId: runId })),
    );
    const [a, b] = models.map(({ modelId }) => modelId) as [string, string];
    const metrics = [a, b].map((modelId, i) => ({
      key: "auc",
      value: 0.5 + i / 10,
      timestampMs: 1,
      step: 0,
      modelId,
      dataset: train,
    }));
    await client.runs.logBatch(runId, { metrics });
    await client.runs.logBatch(runId, { metrics }); // as after a lost answer
    await client.models.setTags(a, { stage: "x", "odd key": "y" });
    await client.models.deleteTag(a, "odd key");
    await expect(client.models.deleteTag(a, "odd/key")).rejects.toThrow(RangeError);
    await client.models.logParams(a, { dropout: "0.5" });
    await client.models.finish(a, "READY");
    await client.withRun({ experiment: "judged", runId }, (run) => {
      run.metrics({ f1: 0.7 }, { step: 2, modelId: b });
      return Promise.resolve();
    });
    expect((await client.models.get(b)).metrics.map(({ key, step }) => [key, step])).toContainEqual(["f1", 2]);
    expect(await client.models.get(a)).toMatchObject({
      modelType: "cnn",
      status: "READY",
      tags: { stage: "x" },
      params: { dropout: "0.5" },
      metrics: [{ key: "auc", value: 0.5, modelId: a, dataset: train, runId }],
    });

    const found = async (filter?: string): Promise<string[]> => {
      const orderBy = [{ field: "metrics.auc", descending: true, dataset: train }];
      const search = { experimentIds: [experimentId], orderBy, datasets: [train], pageSize: 1 };
      return (await readAll(client.models.search({ ...search, ...(filter && { filter }) }))).map(({ name }) => name);
    };
    expect(await found()).toEqual(["b", "a"]);
    expect(await found("metrics.auc < 0.55")).toEqual(["a"]);

    await client.runs.logInputModels(runId, [a]);
    await client.runs.logInputModels(runId, [a, b]);
    expect((await client.runs.get(runId)).inputModelIds.sort()).toEqual([a, b].sort());
    const seenByPython = await python(
      mlflow.server.uri,
      `import json, mlflow, sys
model = mlflow.get_logged_model(sys.argv[1])
run = mlflow.get_run(sys.argv[2])
print(json.dumps({"tags": model.tags, "type": model.model_type,
  "metrics": [[m.key, m.value, m.dataset_name, m.dataset_digest] for m in model.metrics],
  "inputs": sorted(m.model_id for m in run.inputs.model_inputs)}))`,
      a,
      runId,
    );
    expect(seenByPython).toMatchObject({
      type: "cnn",
      tags: { stage: "x" },
      metrics: [["auc", 0.5, "train", "1"]],
      inputs: [a, b].sort(),
    });
    await client.models.delete(b);
    expect(await found()).toEqual(["a"]);
    await expect(client.models.get(b)).rejects.toMatchObject({ errorCode: "RESOURCE_DOES_NOT_EXIST" });
  });
}
