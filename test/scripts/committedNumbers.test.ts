import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compareNumbers, readCommitted, writeCommitted } from "../../scripts/reproduce/committedNumbers.js";
import { reproduceTable } from "../../scripts/reproduce/table.js";

const committed = { images: { value: 100, tolerance: 0 }, auc: { value: 0.9, tolerance: 0.05 } };
const drifts = (numbers: Record<string, number | null>): string[] =>
  Object.entries(compareNumbers(numbers, committed))
    .filter(([, { isDrift }]) => isDrift)
    .map(([key]) => key);

test("numbers within their tolerance hold, others drift", () => {
  expect(drifts({ images: 100, auc: 0.86 })).toEqual([]);
  expect(drifts({ images: 101, auc: 0.84 })).toEqual(["images", "auc"]);
});

test("a number that is gone, new or undefined drifts", () => {
  expect(drifts({ images: 100 })).toEqual(["auc"]);
  expect(drifts({ images: 100, auc: 0.9, ppv: 0.5 })).toEqual(["ppv"]);
  expect(drifts({ images: 100, auc: null })).toEqual(["auc"]);
});

test("nothing drifts where nothing is committed", () => {
  expect(compareNumbers({ auc: 0.4 }, undefined)).toEqual({ auc: { value: 0.4, committed: null, isDrift: false } });
});

test("committing keeps other settings and the tolerances that a hand has set", async () => {
  const folder = await mkdtemp(join(tmpdir(), "results-"));
  try {
    await writeCommitted(folder, "01", "phantom/full", { images: 100, auc: 0.9 });
    await writeCommitted(folder, "01", "phantom/quick", { images: 10 });
    const all = await readCommitted(folder, "01");
    expect(all["phantom/full"]).toEqual({ images: { value: 100, tolerance: 0 }, auc: { value: 0.9, tolerance: 0.05 } });
    expect(all["phantom/quick"]).toEqual({ images: { value: 10, tolerance: 0 } });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("the table has a line a number, its committed value and a verdict", () => {
  const numbers = compareNumbers({ images: 100, auc: 0.7 }, committed);
  const table = reproduceTable([{ name: "01-data", status: "drift", seconds: 12.4, numbers }]);
  expect(table.split("\n").map((line) => line.split(/\s{2,}/))).toEqual([
    ["notebook", "time", "key number", "now", "committed"],
    ["01-data", "12 s", "images", "100", "100", "OK"],
    ["", "auc", "0.7000", "0.9000", "DRIFT"],
  ]);
});
