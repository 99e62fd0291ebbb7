import { afterEach, expect, test } from "vitest";
import { createRunOnce } from "../src/createOnce.js";
import type { Run } from "../src/entities.js";
import { MlflowClient } from "../src/mlflowClient.js";
import { faultyServer, json } from "./faultyServer.js";
import type { FaultyServer } from "./faultyServer.js";

interface StoredRun {
  info: { run_id: string; experiment_id: string; status: string; lifecycle_stage: string };
}

let server: FaultyServer;

afterEach(() => server.close());

/** Answers `create`s as told, and keeps runs as MLflow does: a deleted one is still found. */
async function runStore(
  onCreate: (make: () => StoredRun, tries: number) => object | undefined,
): Promise<{ client: MlflowClient; runs: StoredRun[]; creates: () => number }> {
  const runs: StoredRun[] = [];
  const make = (): StoredRun => {
    const info = { run_id: `run${runs.length}`, experiment_id: "7", status: "RUNNING", lifecycle_stage: "active" };
    runs.push({ info });
    return { info };
  };
  let creates = 0;
  server = await faultyServer((request, response, socket) => {
    if (request.path.endsWith("/runs/search")) json({ runs })(request, response, socket);
    else if (request.path.endsWith("/runs/delete")) {
      const { run_id: id } = JSON.parse(request.body.toString()) as { run_id: string };
      runs.find(({ info }) => info.run_id === id)!.info.lifecycle_stage = "deleted";
      json({})(request, response, socket);
    } else {
      const reply = onCreate(make, ++creates);
      if (reply !== undefined) json(reply, "error_code" in reply ? 500 : 200)(request, response, socket);
    }
  });
  const client = new MlflowClient({
    trackingUri: server.uri,
    env: {},
    timeoutMs: 200,
    retry: { attempts: 2, firstDelayMs: 1 },
  });
  return { client, runs, creates: () => creates };
}

const createOnce = (client: MlflowClient): Promise<Run> => createRunOnce(client, "key", { experimentId: "7" }, false);

test("a create that the server carries out after it has timed out is waited for, not repeated", async () => {
  const { client, runs, creates } = await runStore((make) => void setTimeout(make, 290)); // 200 silent, 90 looked for
  expect((await createOnce(client)).runId).toBe("run0");
  expect([creates(), runs.length]).toEqual([1, 1]);
});

test("a create that is carried out only when it is repeated leaves one run: the empty twin is deleted", async () => {
  const { client, runs, creates } = await runStore((make, tries) => {
    if (tries === 1) return undefined;
    make(); // what held the first one up has let both go
    return { run: make() };
  });
  const { runId } = await createOnce(client);
  expect(creates()).toBe(2);
  const active = runs.filter(({ info }) => info.lifecycle_stage === "active");
  expect([active.map(({ info }) => info.run_id), runs.length]).toEqual([[runId], 2]);
});

test("a create answered by MLflow's 500 is over, so what it made is looked for once", async () => {
  const { client, creates } = await runStore((make, tries) =>
    tries === 1 ? { error_code: "INTERNAL_ERROR", message: "no" } : { run: make() },
  );
  const start = performance.now();
  expect((await createOnce(client)).runId).toBe("run0");
  expect(creates()).toBe(2);
  expect(performance.now() - start).toBeLessThan(150);
});
