import type { Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { faultyServer, json } from "./faultyServer.js";
import type { FaultyServer } from "./faultyServer.js";

let server: FaultyServer;

afterEach(() => server.close());

const run = json({ run: { info: { run_id: "abc", experiment_id: "7" } } });

/** Keeps connections open, and cuts each at its second request: as one whose time was just up. */
async function staleServer(): Promise<{ client: MlflowClient; cut: () => number }> {
  const used = new Set<Socket>();
  let cut = 0;
  server = await faultyServer((request, response, socket) => {
    if (used.has(socket)) {
      cut++;
      socket.destroy();
      return;
    }
    used.add(socket);
    run(request, response, socket);
  });
  const client = new MlflowClient({ trackingUri: server.uri, env: {}, retry: { attempts: 2, firstDelayMs: 1 } });
  return { client, cut: () => cut };
}

test("a request that may not be repeated, or has one try, takes no connection that the server may be closing", async () => {
  const { client, cut } = await staleServer();
  await client.runs.get("abc");
  expect((await client.runs.create({ experimentId: "7" })).runId).toBe("abc");
  expect(await client.isReachable()).toBe(true);
  expect(cut()).toBe(0);
});

test("one that may be repeated takes a kept connection first and a new one then, however many kept ones are stale", async () => {
  const { client, cut } = await staleServer();
  await Promise.all(Array.from({ length: 5 }, () => client.runs.get("abc")));
  expect((await client.runs.get("abc")).runId).toBe("abc");
  expect(cut()).toBe(1);
});

test("a client bound to a signal shares the connections of the one that it came from", async () => {
  const { client, cut } = await staleServer();
  await client.runs.get("abc");
  await client.withSignal(new AbortController().signal).runs.get("abc");
  expect(cut()).toBe(1); // the kept one was taken
});
