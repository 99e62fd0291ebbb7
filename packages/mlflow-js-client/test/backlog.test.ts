import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { Backlog } from "../src/backlog.js";
import type { RunOperation } from "../src/operation.js";
import { tempFolder } from "./tempFolder.js";

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

test("a disk that takes nothing leaves them in memory", () => {
  const backlog = new Backlog("/dev/null/no-folder");
  for (let step = 0; step < 100; step++) backlog.push(batch(step));
  expect([...backlog.all()]).toHaveLength(100);
  backlog.close();
});
