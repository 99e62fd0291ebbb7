import { expect, test } from "vitest";
import type { Radiograph } from "../../lib/data/types.js";
import type { JudgedImages } from "../../lib/experiment/judgedImages.js";
import { contentKey, type OpenedRun } from "../../lib/experiment/savedRun.js";
import { seenImages } from "../../lib/experiment/seenImages.js";
import { radiograph } from "../data/fixtures.js";

const trained = radiograph({ path: "trained.png", group: "a" });
const sibling = radiograph({ path: "sibling.png", group: "a" });
const other = radiograph({ path: "other.png", group: "b" });
const saved = { trainedOn: [contentKey(trained.sha256)] } as OpenedRun["saved"];
const set = { radiographs: [trained, sibling, other] };
const judged = (part: Partial<JudgedImages>): JudgedImages => {
  return { radiographs: [], part: "all", isOwnData: false, missing: 0, unknown: 0, relabelled: 0, ...part };
};

test("a file of the training is seen by its bytes, its copies by their group, and each counts once", () => {
  expect(seenImages({ saved }, set, judged({ radiographs: set.radiographs }))).toEqual({
    bytes: 1,
    copies: 0,
    group: 1,
  });
});

test("the group tells even where the training image is in the set but not judged", () => {
  expect(seenImages({ saved }, set, judged({ part: "test", radiographs: [sibling, other] }))).toEqual({
    bytes: 0,
    copies: 0,
    group: 1,
  });
});

test("on its own data the groups of the split tell, though the training image is gone, and not those of now", () => {
  const row = { path: "x", sha256: "x", label: "fractured" };
  const split = [
    { ...row, group: "b", split: "train" as const },
    { ...row, group: "a", split: "test" as const },
  ];
  const own = judged({ part: "test", isOwnData: true, radiographs: [sibling, other] });
  expect(seenImages({ saved, split }, set, own)).toEqual({ bytes: 0, copies: 0, group: 1 });
  const clean = judged({ part: "test", isOwnData: true, radiographs: [sibling] });
  expect(seenImages({ saved, split }, set, clean)).toEqual({ bytes: 0, copies: 0, group: 0 });
});

test("a copy of a training image is counted as such, and others of its group by that", () => {
  const [copy, ofItsGroup] = ["copy", "view"].map((path) => radiograph({ path, group: "c" })) as [
    Radiograph,
    Radiograph,
  ];
  const radiographs = [copy, ofItsGroup, other];
  const copies = new Set([copy.sha256]);
  expect(seenImages({ saved }, { radiographs }, judged({ radiographs }), copies)).toEqual({
    bytes: 0,
    copies: 1,
    group: 1,
  });
});
