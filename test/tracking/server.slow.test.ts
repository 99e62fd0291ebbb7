import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ModelVersion } from "mlflow-js-client";
import { beforeAll, describe, expect, test } from "vitest";
import { readSettings } from "../../lib/settings.js";
import { downloadRun, findModel, findRunsPage, readRunContext, withTrackedRun } from "../../lib/tracking/index.js";
import { clientOf, mlflowForTests } from "../../packages/mlflow-js-client/test/mlflowForTests.js";
import { freePort, hasMlflow } from "../../packages/mlflow-js-client/test/mlflowServer.js";

const viewTag = "mlflow.sharedViewState.results";
const primaryMetricTag = "mlflow.experiment.primaryMetric.name";

describe.skipIf(!hasMlflow)("tracking, against MLflow", () => {
  const mlflow = mlflowForTests("tracking");

  describe("how the UI shows an experiment's runs", () => {
    async function record(experiment: string): Promise<Record<string, string>> {
      const settings = readSettings();
      await withTrackedRun(
        {
          trackingUri: mlflow.server.uri,
          experiment,
          view: { primaryMetric: "test/auc", columns: ["params.seed"] },
          name: "first",
          context: await readRunContext({ settings, command: ["npm", "run", "lab"], sourceName: "a.ipynb" }),
          spoolDir: join(mlflow.folder, "spool"),
          root: settings.root,
          onWarning: (message) => {
            throw new Error(message);
          },
        },
        () => Promise.resolve(),
      );
      return (await clientOf(mlflow).experiments.getByName(experiment))!.tags;
    }

    test("an experiment that was made without a view gets it with its next run", async () => {
      await clientOf(mlflow).experiments.create({ name: "older" });
      expect(await findRunsPage(mlflow.server.uri, "older")).not.toContain("viewStateShareKey");
      const tags = await record("older");
      expect(tags[viewTag]).toContain("params.`seed`");
      expect(tags[primaryMetricTag]).toBe("test/auc");
      expect(await findRunsPage(mlflow.server.uri, "older")).toContain("viewStateShareKey=results");
    });

    test("what a user has changed stays", async () => {
      const own = { [viewTag]: "{}", [primaryMetricTag]: "test/brier" };
      await clientOf(mlflow).experiments.create({ name: "changed", tags: own });
      expect(await record("changed")).toMatchObject({ ...own, "mlflow.experimentKind": "custom_model_development" });
    });
  });

  describe("models by their address", () => {
    let versions: ModelVersion[];
    let runId: string;

    beforeAll(async () => {
      const files = [{ path: "experiment.json", content: Buffer.from("{}") }];
      const outcome = await clientOf(mlflow).withRun({ experiment: "bones" }, async (run) => {
        const register = { name: "bones", aliases: ["champion"] };
        const model = { name: "bones", files, flavors: {} };
        const receipts = [await run.model(model, { register: { name: "bones" } })];
        for (let i = 0; i < 5; i++) receipts.push(await run.model(model)); // the order of ids is chance: 1 in 7
        receipts.push(await run.model(model, { register }));
        return receipts.flatMap(({ modelVersion }) => modelVersion ?? []);
      });
      versions = outcome.value;
      runId = outcome.runId;
    });

    test("alias, version, latest and logged model mean the run; a model that it has replaced means itself", async () => {
      const find = (address: string): Promise<string> => findModel(mlflow.server.uri, address);
      expect(await find("models:/bones@champion")).toBe(runId);
      expect(await find("models:/bones/2")).toBe(runId);
      expect(await find("models:/bones/latest")).toBe(runId);
      expect(await find(`models:/${versions[1]!.modelId!}`)).toBe(runId);
      expect(await find("models:/bones/1")).toBe(versions[0]!.modelId);
    });

    test("a run's model and a logged model are fetched by their ids", async () => {
      const runs = join(mlflow.folder, "runs");
      await mkdir(runs);
      for (const id of [runId, versions[0]!.modelId!]) {
        expect(await downloadRun(mlflow.server.uri, id, join(runs, id))).toBe(true);
        expect(await readFile(join(runs, id, "experiment.json"), "utf8")).toBe("{}");
      }
      expect(await downloadRun(mlflow.server.uri, "m-0123", join(runs, "m-0123"))).toBe(false);
    });

    test.each([
      "models:/bonse/1",
      "models:/bones/9",
      "models:/bones@challenger",
      "models:/m-0123",
      "models:/bonse/latest",
    ])("%s, which is not there, is one sentence", async (address) => {
      await expect(findModel(mlflow.server.uri, address)).rejects.toThrow(
        `run: expected a model that MLflow at ${mlflow.server.uri} knows. Received: ${address}. ` +
          "Its Models page lists names, versions and aliases.",
      );
    });

    test.each(["models:/bones", "models:/bones/Production", "models:/bones/1/2", "models:/@champion"])(
      "%s, which is no address, is told the forms",
      async (address) => {
        await expect(findModel(mlflow.server.uri, address)).rejects.toThrow(
          /^run: expected models:.NAME@ALIAS,.*Received: /,
        );
      },
    );

    test("a server that is away is one sentence", async () => {
      const away = `http://127.0.0.1:${await freePort()}`;
      await expect(findModel(away, "models:/bones/1")).rejects.toThrow(
        /^run: MLflow could not be asked for models:.bones.1. .*\(UNREACHABLE/,
      );
    });
  });
});
