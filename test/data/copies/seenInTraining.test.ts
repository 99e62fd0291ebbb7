import { expect, test } from "vitest";
import type { CopyFile } from "../../../lib/data/copies/copiesTruth.js";
import { seenInTraining } from "../../../lib/data/copies/seenInTraining.js";

const file = (path: string, shown: string, sha256: string): CopyFile => ({
  path,
  group: shown,
  radiograph: shown,
  chain: "original",
  sha256,
  bytes: 1,
});
const truth = [file("1", "a", "x"), file("2", "a", "x"), file("3", "a", "y"), file("4", "b", "z"), file("5", "c", "w")];
const files = (...paths: string[]) => ({ radiographs: truth.filter(({ path }) => paths.includes(path)) });

test("seenInTraining tells the same bytes from another copy from a radiograph that is new", () => {
  const seen = seenInTraining(truth, { train: files("1", "5"), test: files("2", "3", "4") });
  expect(seen).toEqual({ images: 3, sameBytes: 1, sameRadiograph: 2 });
});

test("an image that is not of the set is an error", () => {
  const stranger = { radiographs: [{ path: "9", sha256: "q" }] };
  expect(() => seenInTraining(truth, { train: files("1"), test: stranger })).toThrow("Received: 9");
});
