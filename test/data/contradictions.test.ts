import { expect, test } from "vitest";
import {
  contradictionsIn,
  contradictionsNotice,
  countContradictions,
  leaveOut,
} from "../../lib/data/contradictions.js";
import { buildManifest } from "../../lib/data/manifest.js";
import { radiograph } from "./fixtures.js";

const labels = { "f/1.png": "fractured", "f/2.png": "fractured", "n/1.png": "intact", "n/2.png": "intact" };
const radiographs = Object.entries(labels).map(([path, label]) => radiograph({ path, label, split: "test" }));
const manifest = buildManifest({
  source: "folder",
  root: "/a",
  classes: ["intact", "fractured"],
  radiographs,
  rejected: [{ path: "x.png", label: "intact", reason: "truncated", detail: "" }],
});
const turned = new Map(radiographs.map(({ sha256 }) => [sha256, sha256 === "n/2.png" ? "f/1.png" : sha256]));

test("copies under two labels contradict; copies under one, and two radiographs, do not", () => {
  expect(contradictionsIn(radiographs, turned)).toEqual([["f/1.png", "n/2.png"]]);
  const agreeing = new Map(radiographs.map(({ sha256 }) => [sha256, sha256[0]!]));
  expect(contradictionsIn(radiographs, agreeing)).toEqual([]);
});

test("files left out for it are listed with what contradicts them, beside those left out before", () => {
  const { radiographs: kept, rejected, digest } = leaveOut(manifest, [["f/1.png", "n/2.png"]]);
  expect(kept.map(({ path }) => path)).toEqual(["f/2.png", "n/1.png"]);
  expect(rejected.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
    "f/1.png contradictory label",
    "n/2.png contradictory label",
    "x.png truncated",
  ]);
  expect(rejected[0]).toMatchObject({ detail: "copies of it have another label: n/2.png", split: "test" });
  expect(digest).not.toBe(manifest.digest);
});

test("the notice names the first few, says what became of them, and is silent where there are none", () => {
  expect(contradictionsNotice(undefined)).toBeUndefined();
  expect(contradictionsNotice(countContradictions([], false))).toBeUndefined();
  const found = ["1", "2", "3", "4"].map((i) => [`f/${i}`, `n/${i}`]);
  expect(contradictionsNotice(countContradictions(found, false))).toMatch(
    /^CONTRADICTORY LABELS: .* of 4 radiographs, 8 files in all, such as f\/1 with n\/1; f\/2 with n\/2; f\/3 with n\/3; … \(npm run audit lists all\): kept/,
  );
  expect(contradictionsNotice(countContradictions(found.slice(0, 1), true))).toMatch(
    /of 1 radiograph, 2 files in all, such as f\/1 with n\/1: left out/,
  );
});
