import { readFileSync } from "node:fs";
import { chmod, mkdir, open, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { replaySpool } from "../src/replaySpool.js";
import { sendJournal } from "../src/sendJournal.js";
import { spoolAtExit } from "../src/spoolAtExit.js";
import type { SpoolHeader } from "../src/spoolJournal.js";
import { removeSpooledRun } from "../src/spoolFolders.js";
import { releaseLock, takeLock } from "../src/spoolLock.js";
import { rememberRunId, serverRunId } from "../src/spoolRunIds.js";
import type { RunOperation } from "../src/operation.js";
import { SpoolWriter } from "../src/spoolWriter.js";
import { faultyServer, json } from "./faultyServer.js";
import { tempFolder } from "./tempFolder.js";

const header: SpoolHeader = { version: 1, trackingUri: "http://server", runId: "abc", spooledAtMs: 1 };
const batch = (key: string): RunOperation => ({ kind: "batch", metrics: [], params: { [key]: "1" }, tags: {} });

test("a torn line in the notes of what was sent costs no other line", async () => {
  const spoolDir = await tempFolder();
  const writer = await SpoolWriter.open(spoolDir, header);
  for (const key of ["a", "b", "c"]) await writer.append(batch(key));
  await writer.close();
  await writeFile(join(writer.folder, "sent.jsonl"), "0\n1");
  const server = await faultyServer(json({}));
  const client = new MlflowClient({ trackingUri: server.uri, env: {} });
  const result = await sendJournal({ client, spoolDir, fromAnyServer: true, endAbandoned: false }, "abc");
  await server.close();
  expect(result).toMatchObject({ state: "sent", sent: 3 });
  expect(await readFile(join(writer.folder, "sent.jsonl"), "utf8")).toBe("0\n1\n2\n");
});

test("a spool that can't be opened is free for the next try", async () => {
  const spoolDir = await tempFolder();
  const journal = join(spoolDir, "abc", "journal.jsonl");
  await mkdir(journal, { recursive: true });
  await expect(SpoolWriter.open(spoolDir, header)).rejects.toThrow("EISDIR");
  await rm(journal, { recursive: true });
  await (await SpoolWriter.open(spoolDir, header)).close();
});

test("what is in the spool can be read by its user only, copies of readable files too", async () => {
  const spoolDir = join(await tempFolder(), "spool");
  const original = join(await tempFolder(), "original.txt");
  await writeFile(original, "text");
  await chmod(original, 0o644);
  const files = [
    { path: "bytes", content: new Uint8Array([1]) },
    { path: "copy", content: { file: original } },
  ];
  const writer = await SpoolWriter.open(spoolDir, header);
  await writer.append({ kind: "artifacts", files });
  spoolAtExit(spoolDir, { ...header, runId: "def" }, [{ kind: "artifacts", files }]);
  const entries = await readdir(spoolDir, { recursive: true });
  expect(entries).toHaveLength(2 + 2 + 2 + 4 + 1); // runs, journals, content folders, contents, a lock
  for (const path of [spoolDir, ...entries.map((entry) => join(spoolDir, entry))]) {
    expect([path, (await stat(path)).mode & 0o077]).toEqual([path, 0]);
  }
  await writer.close();
});

test("of many that find a dead process's lock, one gets it, and nothing else is left in the folder", async () => {
  for (const dead of [JSON.stringify({ pid: 2 ** 30, host: hostname() }), ""]) {
    const folder = await tempFolder();
    const lock = join(folder, "lock");
    await writeFile(lock, dead);
    const answers = await Promise.all(Array.from({ length: 20 }, () => takeLock(lock)));
    expect(answers.filter((holder) => holder === undefined)).toHaveLength(1);
    expect(await readdir(folder)).toEqual(["lock"]);
    await releaseLock(lock);
    expect(await readdir(folder)).toEqual([]);
  }
});

test("another process's lock is not released", async () => {
  const lock = join(await tempFolder(), "lock");
  await writeFile(lock, JSON.stringify({ pid: process.ppid, host: hostname() }));
  await releaseLock(lock);
  expect(await readFile(lock, "utf8")).toContain("pid");
});

test("a run whose process ended before the journal's header is no run, and a stranger's folder is left alone", async () => {
  const spoolDir = await tempFolder();
  for (const runId of ["empty", "torn", "bare"]) await mkdir(join(spoolDir, runId, "content"), { recursive: true });
  await writeFile(join(spoolDir, "empty", "journal.jsonl"), "");
  await writeFile(join(spoolDir, "torn", "journal.jsonl"), '{"version":1,"track');
  await mkdir(join(spoolDir, "photos"));
  await writeFile(join(spoolDir, "photos", "a.png"), "");
  const found = json({ run: { info: { run_id: "empty", experiment_id: "7" } } });
  const server = await faultyServer(found);
  const client = new MlflowClient({ trackingUri: server.uri, env: {} });
  const outcome = await client.withRun({ experiment: "bones", runId: "empty", spoolDir }, () => Promise.resolve());
  expect(outcome).toMatchObject({ runId: "empty", stored: "server" });
  expect(await replaySpool({ client, spoolDir })).toMatchObject([{ spooledRunId: "photos", state: "refused" }]);
  await server.close();
  expect(await readdir(join(spoolDir))).toEqual(["photos"]);
  expect(await readdir(join(spoolDir, "photos"))).toEqual(["a.png"]);
});

test("bytes are on the disk before the line that names them, and all lines once a run is closed", async () => {
  const spoolDir = await tempFolder();
  const journal = join(spoolDir, "abc", "journal.jsonl");
  const handle = await open(spoolDir);
  const handles = Object.getPrototypeOf(handle) as typeof handle;
  await handle.close();
  const journals: string[] = []; // at each sync
  const sync = Reflect.get<typeof handle, "sync">(handles, "sync");
  const spy = vi.spyOn(handles, "sync").mockImplementation(function (this: typeof handle) {
    journals.push(readFileSync(journal, "utf8"));
    return Reflect.apply(sync, this, []);
  });
  onTestFinished(() => {
    spy.mockRestore();
  });
  const writer = await SpoolWriter.open(spoolDir, header);
  expect(journals.length).toBeGreaterThan(0);
  const syncsAtOpen = journals.length;
  await writer.append({ kind: "artifacts", files: [{ path: "x", content: new Uint8Array([1]) }] });
  expect(journals.slice(syncsAtOpen).map((text) => text.includes("artifacts"))).toEqual([false, false]);
  for (let i = 0; i < 50; i++) await writer.append(batch(`p${i}`));
  expect(journals.length).toBeLessThan(syncsAtOpen + 10); // a fast loop is not held to the disk's pace
  await writer.close();
  expect(journals.at(-1)).toBe(await readFile(journal, "utf8"));
});

test("a note of a run's id that was cut off in mid-write is no id, and spoils no other", async () => {
  const spoolDir = await tempFolder();
  await writeFile(join(spoolDir, "run-ids.tsv"), "local-a\taaa\nlocal-b\tbb");
  expect(await serverRunId(spoolDir, "local-b")).toBeUndefined();
  await rememberRunId(spoolDir, "local-c", "ccc");
  expect(await serverRunId(spoolDir, "local-b")).toBeUndefined();
  await rememberRunId(spoolDir, "local-b", "bbb");
  const ids = await Promise.all(["a", "b", "c"].map((name) => serverRunId(spoolDir, `local-${name}`)));
  expect(ids).toEqual(["aaa", "bbb", "ccc"]);
});

test("a line that can't be read costs no other line", async () => {
  const spoolDir = await tempFolder();
  const writer = await SpoolWriter.open(spoolDir, header);
  for (const key of ["a", "b"]) await writer.append(batch(key));
  await writer.close();
  const journal = join(writer.folder, "journal.jsonl");
  await writeFile(journal, (await readFile(journal, "utf8")).replace('"params":{"a"', '"params":{"a'));
  const server = await faultyServer(json({}));
  const client = new MlflowClient({ trackingUri: server.uri, env: {} });
  const result = await sendJournal({ client, spoolDir, fromAnyServer: true, endAbandoned: false }, "abc");
  await server.close();
  expect(result).toMatchObject({ state: "refused", operations: 2, sent: 1 });
  expect(result.problems[0]).toContain("line 2");
});

test("a run's folder that a replay looks into, and then removes, is made again", async () => {
  const spoolDir = await tempFolder();
  const folder = join(spoolDir, "abc");
  await mkdir(folder);
  expect(await takeLock(join(folder, "lock"))).toBeUndefined();
  const opened = SpoolWriter.open(spoolDir, header);
  await new Promise((after) => setTimeout(after, 150));
  await removeSpooledRun(spoolDir, "abc");
  const writer = await opened;
  await writer.append(batch("a"));
  await writer.close();
  expect((await readFile(join(folder, "journal.jsonl"), "utf8")).split("\n")).toHaveLength(3);
});

test("a run that a process puts into the spool as it exits can't be sent before it is whole", async () => {
  const spoolDir = await tempFolder();
  const seen: (string | undefined)[] = [];
  const lock = join(spoolDir, "abc", "lock");
  const operations = function* (): Generator<RunOperation> {
    seen.push(readFileSync(lock, "utf8"));
    yield batch("a");
  };
  spoolAtExit(spoolDir, header, operations());
  expect(seen[0]).toContain(String(process.pid));
  expect(await readdir(join(spoolDir, "abc"))).toEqual(["content", "journal.jsonl"]);
});

test("a disk that takes no notes of what was sent keeps nothing from being sent", async () => {
  const spoolDir = await tempFolder();
  const writer = await SpoolWriter.open(spoolDir, header);
  for (const key of ["a", "b"]) await writer.append(batch(key));
  await writer.close();
  await symlink(join(spoolDir, "none", "none"), join(writer.folder, "sent.jsonl"));
  const server = await faultyServer(json({}));
  const client = new MlflowClient({ trackingUri: server.uri, env: {} });
  const result = await sendJournal({ client, spoolDir, fromAnyServer: true, endAbandoned: false }, "abc");
  await server.close();
  expect(result).toMatchObject({ state: "sent", sent: 2, problems: [] });
});

test("replays of one spool at the same time don't hinder each other", async () => {
  const spoolDir = await tempFolder();
  for (let i = 0; i < 8; i++) {
    const writer = await SpoolWriter.open(spoolDir, { ...header, runId: `run${i}` });
    await writer.append(batch("a"));
    await writer.close();
  }
  await mkdir(join(spoolDir, ".sent-run0", "content"), { recursive: true }); // an earlier replay was cut off there
  const server = await faultyServer(json({}));
  const client = new MlflowClient({ trackingUri: server.uri, env: {} });
  const replay = { client, spoolDir, fromAnyServer: true };
  const replays = await Promise.all([1, 2, 3, 4].map(() => replaySpool(replay)));
  await server.close();
  const sent = replays.flat().filter(({ state }) => state === "sent");
  expect(sent.map(({ spooledRunId }) => spooledRunId).sort()).toEqual(Array.from({ length: 8 }, (_, i) => `run${i}`));
  expect(await readdir(spoolDir)).toEqual([]);
});
