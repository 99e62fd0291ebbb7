import { expect, test } from "vitest";
import { buildManifest } from "../../lib/data/manifest.js";
import type { Radiograph } from "../../lib/data/types.js";
import { radiograph } from "./fixtures.js";

const build = (radiographs: Radiograph[], root = "/a"): ReturnType<typeof buildManifest> =>
  buildManifest({ source: "folder", root, classes: ["not_fractured", "fractured"], radiographs, rejected: [] });
const a = radiograph({ path: "a.png", sha256: "1" });
const b = radiograph({ path: "b.png", sha256: "2", label: "not_fractured", split: "test" });

test("a manifest is sorted by path", () => {
  expect(build([b, a]).radiographs.map(({ path }) => path)).toEqual(["a.png", "b.png"]);
});

test("order, names and place leave the digest as it is", () => {
  const { digest } = build([a, b]);
  expect(build([b, a]).digest).toBe(digest);
  expect(build([{ ...a, path: "z.png" }, b], "/elsewhere").digest).toBe(digest);
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
});

test.each<[string, Partial<Radiograph>]>([
  ["content", { sha256: "3" }],
  ["label", { label: "not_fractured" }],
  ["group", { group: "other" }],
  ["split", { split: "train" }],
])("another %s is another digest", (_, change) => {
  expect(build([{ ...a, ...change }, b]).digest).not.toBe(build([a, b]).digest);
});

test("one image twice is another digest than once", () => {
  expect(build([a, b, { ...a, path: "copy.png" }]).digest).not.toBe(build([a, b]).digest);
});
