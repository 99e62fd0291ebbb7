import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mlflowForTests } from "../../packages/mlflow-js-client/test/mlflowForTests.js";
import { hasMlflow, python } from "../../packages/mlflow-js-client/test/mlflowServer.js";
import { runNotebook } from "../../scripts/notebooks/runNotebook.js";

const mlflow = mlflowForTests("interrupt");

const epochsSoFar =
  "import json,mlflow; r=mlflow.search_runs(experiment_names=['fracture-lab'],output_format='list'); " +
  "print(json.dumps([dict(id=x.info.run_id, status=x.info.status, loss='epoch/trainLoss' in x.data.metrics) for x in r]))";

test.runIf(hasMlflow)(
  "interrupting the training cell of notebook 03 ends its run as KILLED, with the epochs it has",
  async () => {
    const stop = new AbortController();
    const running = runNotebook({
      notebook: "notebooks/03-cnn-training.ipynb",
      output: join(mlflow.folder, "03.ipynb"),
      parameters: { profile: "quick", overrides: ["training.epochs=5000", "training.stopAfterStaleEpochs=5000"] },
      env: { MLFLOW_TRACKING_URI: mlflow.server.uri, FRACTURE_CACHE_DIR: join(mlflow.folder, "cache") },
      signal: stop.signal,
    });
    let runs: { id: string; status: string; loss: boolean }[] = [];
    for (let tries = 0; tries < 60 && !runs[0]?.loss; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      runs = (await python(mlflow.server.uri, epochsSoFar)) as typeof runs;
    }
    stop.abort();
    const result = await running;
    expect(result.status).toBe("error");
    runs = (await python(mlflow.server.uri, epochsSoFar)) as typeof runs;
    expect(runs).toEqual([{ id: expect.any(String) as string, status: "KILLED", loss: true }]);
    await rm(join("experiments", "runs", runs[0]!.id), { recursive: true, force: true });
  },
);
