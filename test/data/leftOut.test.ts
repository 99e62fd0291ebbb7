import { expect, test } from "vitest";
import { countLeftOut, describeLeftOut, unevenlyLeftOut } from "../../lib/data/leftOut.js";
import type { Rejected } from "../../lib/data/types.js";
import { radiograph } from "./fixtures.js";

const classes = ["intact", "fractured"];
const radiographs = Array.from({ length: 60 }, (_, i) => radiograph({ path: `${i}.png`, label: classes[i % 2]! }));
const truncated = (intact: number, fractured: number): Rejected[] =>
  [...Array<string>(intact).fill("intact"), ...Array<string>(fractured).fill("fractured")].map((label, i) => ({
    path: `broken ${i}.png`,
    label,
    reason: "truncated",
    detail: "",
  }));
const doubtOf = (intact: number, fractured: number) =>
  unevenlyLeftOut({ classes, radiographs, rejected: truncated(intact, fractured) });

test("what is left out is counted by class and reason, and said in one line", () => {
  const rejected = [...truncated(2, 1), { ...truncated(1, 0)[0]!, reason: "empty" as const }];
  expect(countLeftOut(rejected)).toEqual([
    { label: "intact", reason: "truncated", files: 2 },
    { label: "fractured", reason: "truncated", files: 1 },
    { label: "intact", reason: "empty", files: 1 },
  ]);
  expect(describeLeftOut(rejected)).toBe("left out: 2 intact truncated, 1 fractured truncated, 1 intact empty");
  expect(describeLeftOut([])).toBe("no file left out");
});

test("one class losing more than chance explains is a doubt, whichever it is; an even share or a few files are none", () => {
  expect(doubtOf(12, 0)).toBe(
    "Files are left out unevenly: 12 of 42 intact, 0 of 30 fractured (Fisher's exact p below .001); " +
      "what is left of a class may not be like the class.",
  );
  expect(doubtOf(0, 12)).toMatch(/unevenly: 12 of 42 fractured, 0 of 30 intact/);
  expect(doubtOf(12, 11)).toBeUndefined();
  expect(doubtOf(1, 0)).toBeUndefined();
  expect(doubtOf(0, 0)).toBeUndefined();
});
