import { once } from "node:events";
import { readdir } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { replaySpool } from "../src/replaySpool.js";
import { faultyServer, json, silence } from "./faultyServer.js";
import type { FaultyServer } from "./faultyServer.js";
import { tempFolder } from "./tempFolder.js";

type Answer = Parameters<typeof faultyServer>[0];

const REASON = new Error("enough");
let server: FaultyServer;

afterEach(() => server.close());

async function serve(answers: Record<string, Answer>): Promise<{ client: MlflowClient; abort: () => void }> {
  server = await faultyServer((request, response, socket) => {
    const known = Object.keys(answers).find((path) => request.path.includes(path));
    (known === undefined ? json({}) : answers[known]!)(request, response, socket);
  });
  const controller = new AbortController();
  const client = new MlflowClient({
    trackingUri: server.uri,
    env: {},
    retry: { attempts: 3, firstDelayMs: 1 },
    multipart: { minFileBytes: 1000, partBytes: 400 },
  }).withSignal(controller.signal);
  const abort = (): void => {
    controller.abort(REASON);
  };
  return { client, abort };
}

const run = json({ run: { info: { run_id: "abc", experiment_id: "7", artifact_uri: "mlflow-artifacts:/7/abc" } } });
const noParts = json({ error_code: "NOT_IMPLEMENTED", message: "no" }, 501);
const requests = (path: string): number => server.received.filter((request) => request.path.includes(path)).length;

const neverCalled = (): Promise<never> => Promise.reject(new Error("the body was called"));

/** Aborted in the middle of a request. */
function soon(): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => {
    controller.abort(REASON);
  }, 100);
  return controller.signal;
}

test("a download aborted half-way throws the reason and leaves no file, in memory, on disk and of a folder", async () => {
  const half: Answer = (_request, response) => {
    response.writeHead(200, { "content-length": "1000", "content-disposition": "attachment" });
    response.write(Buffer.alloc(600));
  };
  const list = json({ files: Array.from({ length: 20 }, (_, i) => ({ path: `${i}.bin`, is_dir: false })) });
  const folder = await tempFolder();
  const downloads = [
    (client: MlflowClient) => client.artifacts.download({ runId: "abc" }, "a.bin"),
    (client: MlflowClient) => client.artifacts.downloadFile({ runId: "abc" }, "a.bin", join(folder, "a.bin")),
    (client: MlflowClient) => client.artifacts.downloadFolder({ runId: "abc" }, { folder: join(folder, "all") }),
  ];
  for (const download of downloads) {
    const { client, abort } = await serve({
      "/runs/get": run,
      "/artifacts/list": list,
      "/presigned/": noParts,
      "/mlflow-artifacts/artifacts/": half,
    });
    const promise = download(client);
    await expect.poll(() => requests("/mlflow-artifacts/artifacts/")).toBeGreaterThan(0);
    await pause(20);
    abort();
    await expect(promise).rejects.toBe(REASON);
    expect(await readdir(folder)).toEqual([]);
    await server.close();
  }
});

test("the pause before a retry ends at once", async () => {
  const { client, abort } = await serve({ "/runs/get": json({}, 503, { "retry-after": "30" }) });
  setTimeout(abort, 50);
  const start = performance.now();
  await expect(client.runs.get("abc")).rejects.toBe(REASON);
  expect(performance.now() - start).toBeLessThan(2000);
  expect(requests("/runs/get")).toBe(1);
});

test("a request that the server is silent about ends at once, and its connection is closed", async () => {
  let closed: Promise<unknown> | undefined;
  const { client, abort } = await serve({
    "/runs/get": (_request, _response, socket) => void (closed = once(socket, "close")),
  });
  setTimeout(abort, 50);
  await expect(client.runs.get("abc")).rejects.toBe(REASON);
  await closed;
});

test("a search ends in the middle of a page, and asks for no other", async () => {
  const runs = Array.from({ length: 10 }, (_, i) => ({ info: { run_id: `${i}`, experiment_id: "7" } }));
  const { client, abort } = await serve({ "/runs/search": json({ runs, next_page_token: "more" }) });
  const seen: string[] = [];
  const search = async (): Promise<void> => {
    for await (const { runId } of client.runs.search({ experimentIds: ["7"] })) {
      seen.push(runId);
      if (seen.length === 3) abort();
    }
  };
  await expect(search()).rejects.toBe(REASON);
  expect([seen, requests("/runs/search")]).toEqual([["0", "1", "2"], 1]);
});

test("an upload in parts that is aborted is called off at the store all the same", async () => {
  const create: Answer = (...args) => {
    json({ upload_id: "u1", credentials: [{ url: `${server.uri}/store/1`, part_number: 1 }] })(...args);
  };
  const { client, abort } = await serve({ "/runs/get": run, "/mpu/create": create, "/store": silence });
  const upload = client.artifacts.upload({ runId: "abc" }, [{ path: "a.bin", content: Buffer.alloc(1000) }]);
  await expect.poll(() => requests("/store")).toBe(1);
  abort();
  await expect(upload).rejects.toBe(REASON);
  expect([requests("/mpu/abort"), requests("/mpu/complete")]).toEqual([1, 0]);
});

test("a client whose signal is aborted already sends nothing, and the client it came from goes on", async () => {
  const { client } = await serve({ "/runs/get": run });
  const dead = client.withSignal(AbortSignal.abort(REASON));
  await expect(dead.runs.get("abc")).rejects.toBe(REASON);
  await expect(dead.isReachable()).rejects.toBe(REASON);
  await expect(dead.withRun({}, () => Promise.resolve())).rejects.toBe(REASON);
  expect(server.received).toEqual([]);
  expect((await client.runs.get("abc")).runId).toBe("abc");
});

test("withRun by an aborted client ends the run as KILLED, with what was recorded", async () => {
  const { client, abort } = await serve({
    "/get-by-name": json({ experiment: { experiment_id: "7", name: "Default" } }),
    "/runs/create": run,
  });
  const { status, stored, refused } = await client.withRun({}, (active) => {
    active.metrics({ loss: 1 });
    abort();
    return Promise.resolve();
  });
  expect({ status, stored, refused }).toEqual({ status: "KILLED", stored: "server", refused: [] });
  const sent = server.received.map(({ path, body }) => path + body.toString()).join("\n");
  expect(sent).toMatch(/log-batch.*"loss"/);
  expect(sent).toMatch(/runs\/update.*"KILLED"/);
});

test("withRun aborted before it was asked to begin has begun nothing, here or on a server that never answers", async () => {
  const { client } = await serve({ "/mlflow/": silence });
  const spoolDir = await tempFolder();
  for (const signal of [AbortSignal.abort(REASON), soon()]) {
    const start = performance.now();
    await expect(client.withRun({ spoolDir, signal }, neverCalled)).rejects.toBe(REASON);
    expect(performance.now() - start).toBeLessThan(1000);
  }
  expect(requests("/runs/create")).toBe(0);
  expect(await readdir(spoolDir)).toEqual([]);
});

test("withRun aborted while it waits for a new run leaves its end in the spool, and the server then has one run, KILLED", async () => {
  const experiment = { "/get-by-name": json({ experiment: { experiment_id: "7", name: "Default" } }) };
  const { client } = await serve({ ...experiment, "/runs/create": silence });
  const spoolDir = await tempFolder();
  const warnings: string[] = [];
  const onWarning = ({ message }: { message: string }): void => void warnings.push(message);
  const start = performance.now();
  await expect(client.withRun({ spoolDir, signal: soon(), onWarning }, neverCalled)).rejects.toBe(REASON);
  expect(performance.now() - start).toBeLessThan(1000);
  expect(warnings).toEqual([expect.stringMatching(/^The run was ended before MLflow at .* waits in .*local-/)]);
  await server.close();

  const begun = json({ runs: [{ info: { run_id: "abc", experiment_id: "7", status: "RUNNING" } }] });
  const { client: next } = await serve({ ...experiment, "/runs/search": begun, "/runs/get": run });
  const [replayed] = await replaySpool({ client: next, spoolDir, fromAnyServer: true });
  expect(replayed).toMatchObject({ state: "sent", runId: "abc", problems: [] });
  expect(requests("/runs/create")).toBe(0); // the first try's run was found
  expect(server.received.map(({ path, body }) => path + body.toString()).join("\n")).toMatch(/runs\/update.*"KILLED"/);
});

test("withRun aborted while it takes up a run closes that run, and without a spool only ends", async () => {
  const { client } = await serve({ "/runs/update": silence });
  const spoolDir = await tempFolder();
  const options = { runId: "abc", onWarning: () => undefined };
  await expect(client.withRun({ ...options, signal: soon() }, neverCalled)).rejects.toBe(REASON);
  await expect(client.withRun({ ...options, spoolDir, signal: soon() }, neverCalled)).rejects.toBe(REASON);
  expect(await readdir(spoolDir)).toEqual(["abc"]);
  await server.close();
  const { client: next } = await serve({ "/runs/get": run });
  expect(await replaySpool({ client: next, spoolDir, fromAnyServer: true })).toMatchObject([{ state: "sent" }]);
  expect(server.received.map(({ body }) => body.toString()).join("\n")).toContain('"KILLED"');
});

test("a replay aborted in the middle of an upload keeps what it had, and the next one sends it", async () => {
  const spoolDir = await tempFolder();
  const away = new MlflowClient({ trackingUri: "http://127.0.0.1:1", env: {}, retry: { attempts: 1 } });
  await away.withRun({ spoolDir, onWarning: () => undefined }, (active) => active.text("a.txt", "kept"));
  const experiment = { "/get-by-name": json({ experiment: { experiment_id: "7", name: "Default" } }) };
  const created = { ...experiment, "/runs/create": run, "/runs/search": json({}), "/runs/get": run };

  const { client, abort } = await serve({ ...created, "/mlflow-artifacts/artifacts/": silence });
  const replay = replaySpool({ client, spoolDir, fromAnyServer: true });
  await expect.poll(() => requests("/mlflow-artifacts/artifacts/")).toBe(1);
  abort();
  await expect(replay).rejects.toBe(REASON);
  await server.close();

  const { client: next } = await serve(created);
  const [replayed] = await replaySpool({ client: next, spoolDir, fromAnyServer: true });
  expect(replayed).toMatchObject({ state: "sent", problems: [] });
  const [upload] = server.received.filter(({ method }) => method === "PUT");
  expect(upload?.body.toString()).toBe("kept");
});

test("many requests at once of one signal warn of no leak", async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning);
  process.on("warning", onWarning);
  const answer: Answer = (request, response: ServerResponse, socket) => {
    setTimeout(() => {
      run(request, response, socket);
    }, 30);
  };
  const { client, abort } = await serve({ "/runs/get": answer });
  await Promise.all(Array.from({ length: 40 }, () => client.runs.get("abc")));
  abort();
  await pause(10);
  process.off("warning", onWarning);
  expect(warnings).toEqual([]);
});
