import { expect, test } from "vitest";
import type { AuditedFile } from "../../../lib/data/audit/auditedFile.js";
import { shortcutsOf } from "../../../lib/data/audit/shortcuts.js";
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
