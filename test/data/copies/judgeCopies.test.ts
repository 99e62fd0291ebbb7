import { expect, test } from "vitest";
import type { CopyFile } from "../../../lib/data/copies/copiesTruth.js";
import { judgeCopies } from "../../../lib/data/copies/judgeCopies.js";

const file = (path: string, radiograph: string, chain: CopyFile["chain"], sha256 = path): CopyFile => ({
  path,
  group: radiograph,
  radiograph,
  chain,
  sha256,
  bytes: 1,
});

/** Radiograph a in three contents, one of them twice; b in two. */
const truth = [
  file("a0", "a", "original"),
  file("a1", "a", "mirrored"),
  file("a1 again", "a", "mirrored", "a1"),
  file("a2", "a", "noisy"),
  file("b0", "b", "original"),
  file("b1", "b", "noisy"),
];
const grouped = (groups: readonly string[]) => truth.map(({ path }, i) => ({ path, group: groups[i]! }));

test("judgeCopies counts pairs of contents, not of files", () => {
  // Together: a0-a1, and a2 with both of b; missed: a0-a2, a1-a2.
  const judged = judgeCopies(truth, grouped(["1", "1", "1", "2", "2", "2"]));
  expect(judged).toMatchObject({ precision: 2 / 4, recall: 2 / 4, contents: 5, radiographs: 2, groups: 2 });
  expect(judged.falsePairs.map((pair) => pair.map(({ path }) => path))).toEqual([
    ["a2", "b0"],
    ["a2", "b1"],
  ]);
});

test("judgeCopies says by chain how many copies are with their original", () => {
  expect(judgeCopies(truth, grouped(["1", "1", "1", "2", "2", "2"])).byChain).toEqual([
    { chain: "mirrored", copies: 1, found: 1 },
    { chain: "noisy", copies: 2, found: 1 },
  ]);
});

test("the truth itself is judged perfect, all apart finds nothing and claims nothing", () => {
  expect(
    judgeCopies(
      truth,
      truth.map(({ path, radiograph }) => ({ path, group: radiograph })),
    ),
  ).toMatchObject({
    precision: 1,
    recall: 1,
  });
  const apart = judgeCopies(truth, grouped(["1", "2", "2", "3", "4", "5"]));
  expect([apart.precision, apart.recall]).toEqual([NaN, 0]);
});

test("a file without a group is an error", () => {
  expect(() => judgeCopies(truth, [])).toThrow("Expected a group for every file. Received: none for a0");
});
