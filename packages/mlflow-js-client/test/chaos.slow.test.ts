import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { replaySpool } from "../src/replaySpool.js";
import { chaosProxy } from "./chaosProxy.js";
import { mlflowForTests } from "./mlflowForTests.js";
import { hasMlflow } from "./mlflowServer.js";
import { readBack } from "./readBack.js";

describe.skipIf(!hasMlflow)("by way of a proxy that delays, cuts, answers 500, 503 and 429, and half-sends", () => {
  const mlflow = mlflowForTests("mlflow-chaos");

  test.each([1, 2, 3])(
    "a run is whole, by way of its spool or not, and nothing of it is there twice (seed %i)",
    async (seed) => {
      const proxy = await chaosProxy(mlflow.server.uri, seed);
      const client = new MlflowClient({
        trackingUri: proxy.uri,
        env: {},
        timeoutMs: 10_000, // as long is a lost create looked for
        retry: { attempts: 6, firstDelayMs: 10, maxDelayMs: 100 },
      });
      const experiment = `chaos ${seed}`;
      const spoolDir = join(mlflow.folder, `spool-${seed}`);
      const outcome = await client.withRun(
        { experiment, name: "tried", spoolDir, spoolRetryMs: 100, onWarning: () => undefined },
        async (run) => {
          run.params({ seed });
          for (let step = 0; step < 10_000; step++) run.metrics({ loss: step / 8 }, { step });
          await Promise.all(Array.from({ length: 60 }, (_, i) => run.text(`texts/${i}.txt`, `text ${i}`)));
          await run.datasets([{ name: "d", digest: "f", sourceType: "local", source: "x" }]);
          await run.table("rows.json", [{ row: 1 }]);
          await run.table("rows.json", [{ row: 2 }]);
          await run.model({
            name: "cnn",
            files: [{ path: "model.json", content: Buffer.from("{}") }],
            flavors: { tfjs: {} },
            signature: { inputs: [{ dtype: "float32", shape: [-1, 2] }], outputs: [] },
          });
        },
      );
      await proxy.close();
      expect(Object.values(proxy.struck).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(20);
      expect(outcome).toMatchObject({ status: "FINISHED", refused: [] });

      const direct = new MlflowClient({ trackingUri: mlflow.server.uri, env: {} });
      const replayed = await replaySpool({ client: direct, spoolDir, fromAnyServer: true });
      expect(replayed.map(({ state }) => state)).toEqual(outcome.stored === "spool" ? ["sent"] : []);
      const runId = replayed[0]?.runId ?? outcome.runId;
      const experimentId = await direct.experiments.getOrCreate(experiment);
      const runs: string[] = [];
      for await (const run of direct.runs.search({ experimentIds: [experimentId], view: "all" })) runs.push(run.runId);
      expect(runs).toEqual([runId]);
      const models: string[] = [];
      for await (const model of direct.models.search({ experimentIds: [experimentId] })) models.push(model.name);
      expect(models).toEqual(["cnn"]);

      const found = await readBack(mlflow.server.uri, runId);
      expect(found).toMatchObject({ status: "FINISHED", params: { seed: String(seed) }, datasets: [{ name: "d" }] });
      const steps = found.metrics["loss"]!.map(([step]) => step).sort((a, b) => a - b);
      expect(steps).toEqual(Array.from({ length: 10_000 }, (_, step) => step));
      const texts = Array.from({ length: 60 }, (_, i) => found.artifacts[`texts/${i}.txt`]);
      expect(texts).toEqual(Array.from({ length: 60 }, (_, i) => `text ${i}`));
      expect(found.artifacts["rows.json"]).toBe('{"columns":["row"],"data":[[1],[2]]}');
      expect(found.models).toMatchObject([{ name: "cnn", status: "READY" }]);
    },
  );
});
