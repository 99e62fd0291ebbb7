import { expect, test } from "vitest";
import { CREATE_KEY_TAG, createModelOnce, createRunOnce, createVersionOnce } from "../../src/createOnce.js";
import { applyOperation } from "../../src/operation.js";
import type { MlflowForTests } from "../mlflowForTests.js";
import { clientOf } from "../mlflowForTests.js";
import { python } from "../mlflowServer.js";
import { readAll } from "../readAll.js";

const model = {
  name: "cnn",
  files: [{ path: "model.json", content: Buffer.from("{}") }],
  flavors: { tfjs: { model: "model.json" } },
  signature: { inputs: [{ dtype: "float32", shape: [-1, 8, 8, 1] }], outputs: [{ dtype: "float32", shape: [-1, 1] }] },
};

export function registry(mlflow: MlflowForTests): void {
  test("a run's model is registered with its alias in one call, and Python loads it by that alias", async () => {
    const client = clientOf(mlflow);
    const register = { name: "bones", aliases: ["champion"], description: "first", tags: { auc: "0.9" } };
    const { value: receipt, runId } = await client.withRun({ experiment: "registry" }, (run) =>
      run.model(model, { register }),
    );
    expect(receipt).toMatchObject({
      stored: "server",
      modelVersion: { name: "bones", version: 1, status: "READY", aliases: ["champion"], runId },
    });
    expect(receipt.modelVersion?.modelId).toBe(receipt.modelId);
    const seen = await python(
      mlflow.server.uri,
      `import json, mlflow
version = mlflow.MlflowClient().get_model_version_by_alias("bones", "champion")
info = mlflow.models.get_model_info("models:/bones@champion")
print(json.dumps({"version": version.version, "tags": version.tags, "description": version.description,
  "source": version.source, "run_id": version.run_id, "flavors": info.flavors}))`,
    );
    expect(seen).toMatchObject({
      version: "1",
      tags: { auc: "0.9" },
      description: "first",
      source: `models:/${receipt.modelId ?? ""}`,
      run_id: runId,
      flavors: model.flavors,
    });
  });

  test("a registration that is repeated, answer lost or replayed, makes one version", async () => {
    const client = clientOf(mlflow);
    const { runId } = await client.withRun({ experiment: "registry" }, () => Promise.resolve());
    const operation = { kind: "model" as const, key: "the key", model, register: { name: "once", aliases: ["best"] } };
    const first = await applyOperation(client, runId, operation, false);
    const again = await applyOperation(client, runId, operation, true);
    expect(again).toEqual(first);
    expect(await readAll(client.modelVersions.search({ filter: "name = 'once'" }))).toHaveLength(1);
  });

  test("of twins that late creates have made one is kept, the one in use, and the empty ones go", async () => {
    const client = clientOf(mlflow);
    const experimentId = await client.experiments.getOrCreate("twins");
    const tags = { [CREATE_KEY_TAG]: "the key" };
    const made = await Promise.all([1, 2, 3].map(() => client.runs.create({ experimentId, tags })));
    const sourceRunId = made[1]!.runId;
    await client.runs.logBatch(sourceRunId, { params: { seed: "3" } });
    expect((await createRunOnce(client, "the key", { experimentId }, true)).runId).toBe(sourceRunId);
    expect(await readAll(client.runs.search({ experimentIds: [experimentId] }))).toMatchObject([
      { runId: sourceRunId },
    ]);

    const options = { experimentId, name: "m", sourceRunId };
    const models = await Promise.all([1, 2].map(() => client.models.create({ ...options, tags })));
    const ready = models[0]!.modelId;
    await client.models.finish(ready, "READY");
    expect((await createModelOnce(client, "the key", options, true)).modelId).toBe(ready);
    expect(await readAll(client.models.search({ experimentIds: [experimentId] }))).toMatchObject([{ modelId: ready }]);

    const version = { name: "twins", source: { modelId: ready } };
    await client.registeredModels.create({ name: "twins" });
    for (let i = 0; i < 3; i++) await client.modelVersions.create({ ...version, tags });
    await client.registeredModels.setAlias("twins", "best", 2);
    expect((await createVersionOnce(client, "the key", version, true)).version).toBe(2);
    expect(await readAll(client.modelVersions.search({ filter: "name = 'twins'" }))).toMatchObject([{ version: 2 }]);
  });

  test("versions come from a run's artifacts too, aliases move, and all can be changed, found and deleted", async () => {
    const client = clientOf(mlflow);
    const { registeredModels, modelVersions } = client;
    const { runId } = await client.withRun({ experiment: "registry" }, (run) => run.artifact("net/model.json", "{}"));
    const source = { runId, path: "net" };
    await registeredModels.create({ name: "wrist", description: "old", tags: { team: "a", gone: "b" } });
    await expect(registeredModels.create({ name: "wrist" })).rejects.toMatchObject({
      errorCode: "RESOURCE_ALREADY_EXISTS",
    });
    for (let i = 0; i < 3; i++) await client.registerModel(source, { name: "wrist", aliases: ["newest"] });
    expect(await registeredModels.getByAlias("wrist", "newest")).toMatchObject({ version: 3, runId });
    expect((await registeredModels.latestVersion("wrist"))?.version).toBe(3);
    expect(await modelVersions.downloadUri("wrist", 3)).toContain(`${runId}/artifacts/net`);

    await registeredModels.setAlias("wrist", "newest", 1);
    await registeredModels.setAlias("wrist", "spare", 2);
    await registeredModels.deleteAlias("wrist", "spare");
    await registeredModels.deleteTag("wrist", "gone");
    await registeredModels.setTags("wrist", { team: "b" });
    await registeredModels.update("wrist", { description: "new" });
    expect(await registeredModels.get("wrist")).toMatchObject({
      description: "new",
      tags: { team: "b" },
      aliases: { newest: 1 },
    });
    await modelVersions.update("wrist", 1, { description: "the first" });
    await modelVersions.setTags("wrist", 1, { stage: "x", gone: "y" });
    await modelVersions.deleteTag("wrist", 1, "gone");
    const tagged = await readAll(modelVersions.search({ filter: "name = 'wrist' AND tags.stage = 'x'" }));
    expect(tagged).toMatchObject([{ version: 1, description: "the first" }]);
    expect((await modelVersions.get("wrist", 1)).aliases).toEqual(["newest"]);
    expect(Object.keys(tagged[0]!.tags)).not.toContain("gone");
    const order = { filter: "name = 'wrist'", orderBy: ["version_number ASC"], pageSize: 2 };
    expect((await readAll(modelVersions.search(order))).map(({ version }) => version)).toEqual([1, 2, 3]);

    await modelVersions.delete("wrist", 3);
    await expect(modelVersions.get("wrist", 3)).rejects.toMatchObject({ errorCode: "RESOURCE_DOES_NOT_EXIST" });
    await registeredModels.rename("wrist", "hand");
    const names = await readAll(registeredModels.search({ filter: "name LIKE 'ha%'", pageSize: 1 }));
    expect(names.map(({ name }) => name)).toEqual(["hand"]);
    await registeredModels.delete("hand");
    await expect(registeredModels.get("hand")).rejects.toMatchObject({ errorCode: "RESOURCE_DOES_NOT_EXIST" });
    expect(await readAll(modelVersions.search({ filter: "name = 'hand'" }))).toEqual([]);
  });

  test("a model that isn't there can't be registered, and asking for a name twice at once makes one", async () => {
    const client = clientOf(mlflow);
    const both = [1, 2].map(() => client.registeredModels.getOrCreate({ name: "shared" }));
    expect((await Promise.all(both)).map(({ name }) => name)).toEqual(["shared", "shared"]);
    await expect(client.registerModel({ modelId: "m-none" }, { name: "shared" })).rejects.toMatchObject({
      name: "MlflowError",
    });
    expect(await client.registeredModels.latestVersion("shared")).toBeUndefined();
  });
}
