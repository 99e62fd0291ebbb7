import { describe } from "vitest";
import { artifacts } from "./cases/artifacts.js";
import { experimentsAndRuns } from "./cases/experimentsAndRuns.js";
import { registry } from "./cases/registry.js";
import { mlflowForTests } from "./mlflowForTests.js";
import { hasMlflow } from "./mlflowServer.js";

describe.skipIf(!hasMlflow)("the rest of the API, against one real MLflow server", () => {
  const mlflow = mlflowForTests("mlflow-api");
  experimentsAndRuns(mlflow);
  registry(mlflow);
  artifacts(mlflow);
});
