import { expect, test } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { coverageTable } from "./coverageTable.js";

test("the README's coverage table names methods that exist, or a reason", async () => {
  const client = new MlflowClient({ trackingUri: "http://127.0.0.1:1", env: {} });
  const rows = await coverageTable();
  expect(rows.length).toBeGreaterThan(70);
  for (const { path, coveredBy, leftOutBecause } of rows) {
    expect(coveredBy.length > 0, path).toBe(leftOutBecause === undefined);
    for (const name of coveredBy) expect(valueAt(client, name), `${path}: ${name}`).toBeTypeOf("function");
  }
});

test("no public method that sends something is missing from the coverage table", async () => {
  const client = new MlflowClient({ trackingUri: "http://127.0.0.1:1", env: {} });
  const named = new Set((await coverageTable()).flatMap(({ coveredBy }) => coveredBy));
  const composed = ["experiments.getOrCreate", "registeredModels.getOrCreate", "runs.setTags", "models.upload"];
  const waiting = ["artifacts.uploadFolder", "modelVersions.waitUntilReady"];
  const groups = ["experiments", "runs", "artifacts", "models", "registeredModels", "modelVersions"] as const;
  const methods = groups.flatMap((group) =>
    Object.getOwnPropertyNames(Object.getPrototypeOf(client[group])).map((name) => `${group}.${name}`),
  );
  const unnamed = methods.filter((name) => !name.endsWith(".constructor") && !named.has(name));
  expect(unnamed.sort()).toEqual([...composed, ...waiting].sort());
});

function valueAt(root: object, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], root);
}
