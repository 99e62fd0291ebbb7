import { readdirSync, readlinkSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { Backlog } from "../src/backlog.js";
import type { RunOperation } from "../src/operation.js";
import { tempFolder } from "./tempFolder.js";

/** Files of this process that were in a folder and have no name any more (Linux). */
function openFiles(folder: string): { size: number }[] {
  return readdirSync("/proc/self/fd").flatMap((descriptor) => {
    const link = `/proc/self/fd/${descriptor}`;
    try {
      return readlinkSync(link).startsWith(folder) ? [statSync(link)] : [];
    } catch {
      return []; // the descriptor that lists them
    }
  });
}

const batch = (step: number): RunOperation => ({
  kind: "batch",
  metrics: [{ key: "loss", value: step % 2 === 0 ? NaN : -Infinity, timestampMs: 1, step }],
  params: {},
  tags: { ü: "\n" },
});

test("operations come out in order and as they went in, whether they waited in memory or on disk", async () => {
  const folder = await tempFolder();
  const backlog = new Backlog(folder);
  const end: RunOperation = { kind: "end", status: "FINISHED", endTimeMs: 1 };
  const operations = [...Array.from({ length: 100 }, (_, step) => batch(step)), end];
  for (let round = 0; round < 3; round++) {
    for (const operation of operations) backlog.push(operation);
    expect([...backlog.all()]).toEqual(operations);
    for (const operation of operations) {
      expect(backlog.peek()).toEqual(operation);
      backlog.shift();
    }
    expect(() => backlog.peek()).toThrow("Received: none");
  }
  expect(await readdir(folder)).toEqual([]); // the file has no name
  backlog.close();
});

const artifact = (seed: number, bytes: number): RunOperation => ({
  kind: "artifacts",
  files: [
    { path: `${seed}.bin`, content: new Uint8Array(bytes).fill(seed) },
    { path: "a.txt", content: { file: "/a.txt" } },
    { path: `${seed}.txt`, content: new Uint8Array([seed, 10, 0]) },
  ],
});

const heldMB = (): number => process.memoryUsage().arrayBuffers / 1e6;

test.runIf(process.platform === "linux")(
  "artifacts given as bytes come out as they went in; only some wait in memory, and on disk only while they wait",
  async () => {
    const folder = await tempFolder();
    const backlog = new Backlog(folder);
    const before = heldMB();
    for (let seed = 0; seed < 250; seed++) backlog.push(artifact(seed, 1e6));
    globalThis.gc?.();
    expect(heldMB() - before).toBeLessThan(120);
    const diskMB = (): number => openFiles(folder).reduce((sum, { size }) => sum + size / 1e6, 0);
    expect(diskMB()).toBeGreaterThan(200);
    for (let seed = 0; seed < 250; seed++) {
      const { files } = backlog.peek() as RunOperation & { kind: "artifacts" };
      const bytes = files.map(({ content }) => ("file" in content ? content.file : Buffer.from(content)));
      expect(Buffer.alloc(1e6, seed).equals(bytes[0] as Buffer)).toBe(true);
      expect([files.map(({ path }) => path), bytes.slice(1)]).toEqual([
        [`${seed}.bin`, "a.txt", `${seed}.txt`],
        ["/a.txt", Buffer.from([seed, 10, 0])],
      ]);
      backlog.shift();
      if (seed === 200) expect(diskMB()).toBeLessThan(130);
    }
    expect(openFiles(folder)).toEqual([]);
    backlog.close();
  },
);

test("a disk that takes nothing leaves them in memory", () => {
  const backlog = new Backlog("/dev/null/no-folder");
  for (let step = 0; step < 100; step++) backlog.push(batch(step));
  expect([...backlog.all()]).toHaveLength(100);
  backlog.close();
});
