import { appendFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ActiveRun } from "../src/activeRun.js";
import { MlflowClient } from "../src/mlflowClient.js";
import { replaySpool } from "../src/replaySpool.js";
import type { RunWarning } from "../src/runTroubles.js";
import { LOCK } from "../src/spoolJournal.js";
import { takeLock } from "../src/spoolLock.js";
import { faultyServer, json } from "./faultyServer.js";
import { readJournal } from "./readJournal.js";
import { tempFolder } from "./tempFolder.js";

/** Nothing listens on port 1. */
const away = new MlflowClient({ trackingUri: "http://127.0.0.1:1", env: {}, retry: { attempts: 2, firstDelayMs: 1 } });

async function record(run: ActiveRun, file: string): Promise<void> {
  run.params({ "training.batchSize": 32 });
  run.metrics({ loss: NaN, gain: -Infinity }, { step: 3, timestampMs: 5 });
  await run.artifact("bytes.bin", new Uint8Array([1, 2, 3]));
  await run.artifact("copied.txt", { file });
  await writeFile(file, "changed since");
}

test("a run without a server is whole in the spool, and warns once", async () => {
  const folder = await tempFolder();
  const file = join(folder, "original.txt");
  await writeFile(file, "original");
  const warnings: RunWarning[] = [];
  const onWarning = (warning: RunWarning): void => void warnings.push(warning);
  const options = { experiment: "bones", name: "first", spoolDir: join(folder, "spool"), onWarning };
  const outcome = await away.withRun(options, (run) => record(run, file));

  expect(outcome).toMatchObject({ status: "FINISHED", stored: "spool", refused: [] });
  expect(outcome.runId).toMatch(/^local-/);
  expect(warnings.map(({ code }) => code)).toEqual(["spooling"]);
  const { header, operations } = await readJournal(outcome.spoolFolder!);
  expect(header.create).toMatchObject({ experiment: "bones", name: "first" });
  expect(operations.map(({ kind }) => kind)).toEqual(["batch", "artifacts", "artifacts", "end"]);
  expect(operations[0]).toMatchObject({
    params: { "training.batchSize": "32" },
    metrics: [
      { key: "loss", value: NaN, step: 3, timestampMs: 5 },
      { key: "gain", value: -Infinity, step: 3, timestampMs: 5 },
    ],
  });
  const contents = operations.flatMap((op) => (op.kind === "artifacts" ? op.files : [])).map(({ content }) => content);
  const bytes = await Promise.all(contents.map((content) => readFile((content as { file: string }).file)));
  expect(bytes.map(String)).toEqual(["\x01\x02\x03", "original"]);
});

test("without a spool, a run without a server throws at its start", async () => {
  await expect(away.withRun({ experiment: "bones" }, () => Promise.resolve())).rejects.toMatchObject({
    errorCode: "UNREACHABLE",
  });
});

test("a failing body ends the run as FAILED, an aborted one as KILLED, and its error comes through", async () => {
  const spoolDir = await tempFolder();
  const stop = new AbortController();
  const quiet = { experiment: "bones", spoolDir, onWarning: () => undefined };
  const fail = (): Promise<never> => Promise.reject(new Error("out of memory"));
  await expect(away.withRun(quiet, fail)).rejects.toThrow("out of memory");
  const killed = await away.withRun({ ...quiet, signal: stop.signal }, () => {
    stop.abort();
    return Promise.resolve("what it has");
  });
  expect(killed).toMatchObject({ status: "KILLED", value: "what it has" });
  const journals = await Promise.all((await readdir(spoolDir)).map((name) => readJournal(join(spoolDir, name))));
  const ends = journals.map(({ operations }) => operations.map((op) => (op.kind === "end" ? op.status : op.kind)));
  expect(ends).toContainEqual(["batch", "FAILED"]);
  expect(ends).toContainEqual(["KILLED"]);
});

test("a record that the server refuses costs neither the run nor the other records", async () => {
  const run = { info: { run_id: "abc", experiment_id: "7" } };
  const refusal = json({ error_code: "INVALID_PARAMETER_VALUE", message: "no such luck" }, 400);
  const found = json({ experiment: { experiment_id: "7", name: "bones" } });
  const server = await faultyServer(found, json({ run }), refusal, json({}));
  const client = new MlflowClient({ trackingUri: server.uri, env: {} });
  const warnings: RunWarning[] = [];
  const outcome = await client.withRun({ experiment: "bones", onWarning: (w) => void warnings.push(w) }, (active) => {
    active.metrics({ loss: 1 });
    return Promise.resolve();
  });
  await server.close();
  expect(outcome).toMatchObject({
    status: "FINISHED",
    stored: "server",
    refused: [{ errorCode: "INVALID_PARAMETER_VALUE" }],
  });
  expect(warnings.map(({ code }) => code)).toEqual(["refused"]);
  expect(server.received.at(-1)?.path).toBe("/api/2.0/mlflow/runs/update");
});

test("an artifact's file that isn't there throws at the call, server or not", async () => {
  const options = { experiment: "bones", spoolDir: await tempFolder(), onWarning: () => undefined };
  const outcome = await away.withRun(options, async (run) => {
    await expect(run.artifact("x", { file: "/none" })).rejects.toThrow("ENOENT");
    await expect(run.artifactFolder("/none")).rejects.toThrow("ENOENT");
    const files = [{ path: "model.json", content: { file: "/none" } }];
    await expect(run.model({ name: "m", files, flavors: {} })).rejects.toThrow("ENOENT");
  });
  expect(outcome.refused).toEqual([]);
});

test("a journal cut off in mid-write loses that line only, and goes on whole", async () => {
  const spoolDir = await tempFolder();
  const quiet = { experiment: "bones", spoolDir, onWarning: () => undefined };
  const first = await away.withRun(quiet, () => Promise.resolve());
  const journal = join(first.spoolFolder!, "journal.jsonl");
  await appendFile(journal, '{"kind":"batch","metr');
  expect((await readJournal(first.spoolFolder!)).operations).toHaveLength(1);
  await away.withRun({ ...quiet, runId: first.runId }, () => Promise.resolve());
  expect((await readJournal(first.spoolFolder!)).operations).toHaveLength(2);
});

test("params can't change, and wrong arguments throw at the call", async () => {
  const options = { experiment: "bones", spoolDir: await tempFolder(), onWarning: () => undefined };
  await away.withRun(options, async (run) => {
    run.params({ seed: 1 });
    run.params({ seed: 1 });
    expect(() => {
      run.params({ seed: 2 });
    }).toThrow('Expected param seed to stay "1". Received: "2"');
    expect(() => {
      run.metrics({ loss: "1" as unknown as number });
    }).toThrow(TypeError);
    await expect(
      run.model({ name: "m", files: [], flavors: {}, inputExample: { path: "example.json", type: "ndarray" } }),
    ).rejects.toThrow("Expected the input example among the model's files");
    await expect(run.artifact("../x", "text")).rejects.toThrow(RangeError);
    const digest = "x".repeat(37);
    await expect(run.datasets([{ name: "d", digest, sourceType: "local", source: "" }])).rejects.toThrow(/at most 36/);
  });
});

test("a lock is ours, or a living process's, or taken over from a dead one", async () => {
  const lock = join(await tempFolder(), LOCK);
  expect(await takeLock(lock)).toBeUndefined();
  expect(await takeLock(lock)).toContain(`process ${process.pid}`);
  await writeFile(lock, JSON.stringify({ pid: 2 ** 30, host: hostname() }));
  expect(await takeLock(lock)).toBeUndefined();
  await writeFile(lock, JSON.stringify({ pid: process.pid, host: hostname(), began: "another life of this pid" }));
  expect(await takeLock(lock)).toBeUndefined();
  await writeFile(lock, JSON.stringify({ pid: 2 ** 30, host: "another-machine" }));
  expect(await takeLock(lock)).toContain("another-machine");
});

test("replaySpool finds nothing in a spool that isn't there, and waits while the server is away", async () => {
  const spoolDir = join(await tempFolder(), "spool");
  expect(await replaySpool({ client: away, spoolDir })).toEqual([]);
  await mkdir(spoolDir);
  await away.withRun({ experiment: "bones", spoolDir, onWarning: () => undefined }, () => Promise.resolve());
  expect(await replaySpool({ client: away, spoolDir })).toMatchObject([{ state: "waiting", operations: 1, sent: 0 }]);
});

test("replaySpool leaves a run alone that was recorded for another server", async () => {
  const spoolDir = await tempFolder();
  await away.withRun({ experiment: "bones", spoolDir, onWarning: () => undefined }, () => Promise.resolve());
  const server = await faultyServer(json({}));
  const client = new MlflowClient({ trackingUri: server.uri, env: {} });
  const [run] = await replaySpool({ client, spoolDir });
  await server.close();
  expect(run).toMatchObject({ state: "waiting", sent: 0 });
  expect(run?.problems[0]).toContain("recorded for http://127.0.0.1:1");
  expect(server.received).toHaveLength(0);
  expect(await readdir(spoolDir)).toHaveLength(1);
});

test("replaySpool stops when the signal comes, with its reason, and leaves the run to the next replay", async () => {
  const spoolDir = await tempFolder();
  await away.withRun({ experiment: "bones", spoolDir, onWarning: () => undefined }, () => Promise.resolve());
  const stop = new AbortController();
  const reason = new Error("stopped");
  const server = await faultyServer((request, response, socket) => {
    stop.abort(reason);
    json({}, 400)(request, response, socket);
  });
  const client = new MlflowClient({ trackingUri: server.uri, env: {} });
  const replay = { client, spoolDir, fromAnyServer: true };
  await expect(replaySpool({ ...replay, signal: stop.signal })).rejects.toBe(reason);
  const [run] = await replaySpool(replay);
  await server.close();
  expect(run?.state).not.toBe("busy");
});
