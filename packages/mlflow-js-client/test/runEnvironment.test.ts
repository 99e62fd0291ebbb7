import { expect, test } from "vitest";
import { withEnvironment } from "../src/runEnvironment.js";

test("the experiment is the caller's, else MLFLOW_EXPERIMENT_NAME's, else MLflow's Default", () => {
  const env = { MLFLOW_EXPERIMENT_NAME: "bones" };
  expect(withEnvironment({ experiment: "mine" }, env).experiment).toBe("mine");
  expect(withEnvironment({}, env).experiment).toBe("bones");
  expect(withEnvironment({}, {}).experiment).toBe("Default");
});

test("MLFLOW_RUN_ID is for one run: not for the next, not for a child, not against the caller's word", () => {
  const env: Record<string, string | undefined> = { MLFLOW_RUN_ID: "abc" };
  expect(withEnvironment({ parentRunId: "p" }, env).runId).toBeUndefined();
  expect(withEnvironment({ runId: "mine" }, env).runId).toBe("mine");
  expect(withEnvironment({}, env).runId).toBe("abc");
  expect(withEnvironment({}, env).runId).toBeUndefined();
});

test("system metrics are off unless the caller or the environment turns them on", () => {
  const env = { MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING: "true", MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL: "2.5" };
  expect(withEnvironment({}, {}).systemMetricsEveryMs).toBeUndefined();
  expect(withEnvironment({}, { MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING: "true" }).systemMetricsEveryMs).toBe(10_000);
  expect(withEnvironment({}, env).systemMetricsEveryMs).toBe(2500);
  expect(withEnvironment({ systemMetricsEveryMs: 100 }, env).systemMetricsEveryMs).toBe(100);
});
