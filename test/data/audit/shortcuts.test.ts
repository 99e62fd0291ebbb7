import { expect, test } from "vitest";
import type { AuditedFile } from "../../../lib/data/audit/auditedFile.js";
import { shortcutsOf } from "../../../lib/data/audit/shortcuts.js";
import { createRandom } from "../../../lib/random.js";
import { radiograph } from "../fixtures.js";

function file(i: number, part: Partial<AuditedFile>): AuditedFile {
  const facts = {
    borderGrey: 0,
    meanGrey: 50,
    whiteShare: 0,
    marks: 0,
    wasTurned: false,
    hasExif: false,
    radiograph: String(i),
  };
  return { ...radiograph({ path: `${i}.png` }), ...facts, ...part };
}

test("a size or a format that tells the class is the first and suspect, the rest is not", () => {
  const files = Array.from({ length: 20 }, (_, i) => {
    const isFractured = i % 2 === 0;
    return file(i, {
      label: isFractured ? "fractured" : "not_fractured",
      format: isFractured ? "jpeg" : "png",
      bytes: 1000 + (isFractured ? 500 : 0) + i,
    });
  });
  const shortcuts = shortcutsOf(files);
  const suspects = shortcuts.filter(({ isSuspect }) => isSuspect).map(({ property }) => property);
  expect(new Set(suspects)).toEqual(new Set(["format", "file size, bytes", "bytes a pixel"]));
  expect(shortcuts.find(({ property }) => property === "format")).toMatchObject({
    value: 1,
    byClass: { fractured: "jpeg 100 %", not_fractured: "png 100 %" },
  });
  expect(shortcuts.find(({ property }) => property === "width, pixels")).toMatchObject({ value: 0.5 });
});

test("what the source does not know is left out, and one class tells nothing", () => {
  const files = [file(0, { label: "fractured" }), file(1, { label: "not_fractured" })];
  expect(shortcutsOf(files).map(({ property }) => property)).not.toContain("hardware");
  expect(shortcutsOf(files.slice(0, 1))).toEqual([]);
});

/** Forty radiographs whose properties have nothing to do with their labels. */
function unrelated(seed: number, copiesEach = 1): AuditedFile[] {
  const random = createRandom(`unrelated ${seed}`);
  return Array.from({ length: 40 }, () => ({
    label: random.pick(["fractured", "not_fractured"]),
    widthPixels: 300 + random.integer(300),
    heightPixels: 300 + random.integer(300),
    bytes: 10_000 + random.integer(90_000),
    format: random.pick(["jpeg", "png"]),
    region: random.pick(["hand", "leg", "hip"]),
    borderGrey: random.integer(40),
    meanGrey: random.between(30, 90),
    marks: random.integer(2),
    hasExif: random.integer(2) === 1,
  })).flatMap((facts, i) => Array.from({ length: copiesEach }, () => file(i, { ...facts, radiograph: `r${i}` })));
}

const hasSuspect = (files: AuditedFile[]): boolean => shortcutsOf(files).some(({ isSuspect }) => isSuspect);
/** 95 % of 200 binomial draws of .05 are at most 15. */
const mostByChance = 15;

test("of 200 sets whose labels mean nothing, at most the nominal share has a suspect, though most have an AUC of .6", () => {
  const sets = Array.from({ length: 200 }, (_, seed) => shortcutsOf(unrelated(seed)));
  const strong = sets.filter((found) => found.some(({ measure, value }) => measure === "AUC" && value >= 0.6));
  expect(strong.length).toBeGreaterThan(100);
  expect(sets.filter((found) => found.some(({ isSuspect }) => isSuspect)).length).toBeLessThanOrEqual(mostByChance);
});

test("four copies of a radiograph are no four witnesses", () => {
  const sets = Array.from({ length: 20 }, (_, seed) => unrelated(1000 + seed, 4));
  expect(sets.filter(hasSuspect).length).toBeLessThanOrEqual(3); // 98 % of 20 binomial draws of .05
  const asFiles = sets.map((files) => files.map((one, i) => ({ ...one, radiograph: `r${i}` })));
  expect(asFiles.filter(hasSuspect).length).toBeGreaterThan(8);
});

test("p-values are the same at every call", () => {
  expect(shortcutsOf(unrelated(3))).toEqual(shortcutsOf(unrelated(3)));
});
