import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { hasMlflow, mlflowServer, type MlflowServer } from "./mlflowServer.js";

export interface MlflowForTests {
  /** A folder of the tests' own; gone after them. */
  folder: string;
  server: MlflowServer;
}

/** A real server round the tests of the file or describe block that calls it; its fields are there once tests run. */
export function mlflowForTests(name: string): MlflowForTests {
  const mlflow = {} as MlflowForTests;
  beforeAll(async () => {
    mlflow.folder = await mkdtemp(join(tmpdir(), `${name}-`));
    mlflow.server = await mlflowServer(mlflow.folder);
    if (hasMlflow) await mlflow.server.start();
  });
  afterAll(async () => {
    await mlflow.server.kill();
    await rm(mlflow.folder, { recursive: true, force: true });
  });
  return mlflow;
}

/** A client of that server. */
export function clientOf({ server }: MlflowForTests): MlflowClient {
  return new MlflowClient({ trackingUri: server.uri, env: {} });
}
