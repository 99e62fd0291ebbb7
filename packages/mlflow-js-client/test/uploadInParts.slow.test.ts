import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { hasMlflow, mlflowServer } from "./mlflowServer.js";
import type { MlflowServer } from "./mlflowServer.js";
import { partsStore } from "./partsStore/partsStore.js";
import type { PartsStore } from "./partsStore/partsStore.js";

describe.skipIf(!hasMlflow)("against a real MLflow server whose artifact store takes parts", () => {
  let folder: string;
  let store: PartsStore;
  let server: MlflowServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "mlflow-parts-"));
    const root = join(folder, "artifacts");
    store = await partsStore(folder, root);
    server = await mlflowServer(folder, { artifactsDestination: `parts://${root}`, env: store.env });
    await server.start();
  });

  afterAll(async () => {
    await server.kill();
    store.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("a large artifact goes in parts and comes back to the byte, a small one goes through the server", async () => {
    const multipart = { minFileBytes: 1_000_000, partBytes: 400_000 };
    const client = new MlflowClient({ trackingUri: server.uri, env: {}, multipart });
    const bytes = Uint8Array.from({ length: 1_500_000 }, (_, i) => (i * 7) % 251);
    const outcome = await client.withRun({ experiment: "parts" }, async (run) => {
      await run.artifact("deep/er/large.bin", bytes);
      await run.artifact("small.txt", "small");
    });
    expect(outcome.refused).toEqual([]);
    const { runId } = outcome;
    expect(store.partBytes.sort()).toEqual([300_000, 400_000, 400_000, 400_000]);
    expect(Buffer.from(bytes).equals(await client.artifacts.download({ runId }, "deep/er/large.bin"))).toBe(true);
    expect(Buffer.from(await client.artifacts.download({ runId }, "small.txt")).toString()).toBe("small");
    expect((await client.artifacts.list({ runId })).map(({ path }) => path)).toEqual(["deep", "small.txt"]);
    expect((await readdir(join(folder, "artifacts", ".parts"))).length).toBe(4);
  });
});
