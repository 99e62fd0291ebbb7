import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findLeaks } from "../../../lib/data/findLeaks.js";
import { tinyPng } from "../fixtures.js";
import { folderOf, read } from "./folderFixtures.js";

const kaggle = ["train", "val", "test"].flatMap((split) =>
  ["fractured", "not fractured"].flatMap((label) => [1, 2].map((i) => `${split}/${label}/${i}.jpg`)),
);

describe("layouts", () => {
  test("Kaggle's tree, inside folders of its own: splits, classes and formats by content", async () => {
    const dir = await folderOf(
      kaggle.map((path) => `Bone_Fracture_Binary_Classification/Bone_Fracture_Binary_Classification/${path}`),
    );
    const manifest = await read(dir);
    expect(manifest.classes).toEqual(["not_fractured", "fractured"]);
    expect(manifest.radiographs).toHaveLength(12);
    expect(manifest.radiographs[0]).toMatchObject({ path: "test/fractured/1.jpg", split: "test", format: "png" });
    expect(new Set(manifest.radiographs.map(({ split }) => split))).toEqual(new Set(["train", "validation", "test"]));
    expect(new Set(manifest.radiographs.map(({ group }) => group)).size).toBe(12); // 1.jpg six times is six radiographs
  });

  test("split names in any case and spelling", async () => {
    const manifest = await read(
      await folderOf(["Train/fractured/1.png", "Train/intact/1.png", "VALID/fractured/2.png", "Testing/intact/2.png"]),
    );
    expect(manifest.radiographs.map(({ split }) => split)).toEqual(["test", "train", "train", "validation"]);
  });

  test("class folders without splits, nested, with tables, hidden files and a Mac's leftovers beside", async () => {
    const dir = await folderOf(["fractured/p1/1.png", "fractured/2.png", "Non_Fractured/3.png"], {
      "notes.txt": "x",
      "fractured/labels.json": "{}",
      "fractured/.DS_Store": "x",
      "Non_Fractured/Thumbs.db": "x",
    });
    const manifest = await read(dir);
    expect(manifest.radiographs.map(({ path, label }) => [path, label])).toEqual([
      ["Non_Fractured/3.png", "not_fractured"],
      ["fractured/2.png", "fractured"],
      ["fractured/p1/1.png", "fractured"],
    ]);
    expect(manifest.radiographs.every(({ split }) => split === undefined)).toBe(true);
    expect(manifest.ignoredFiles).toBe(4);
  });

  test("links to folders are followed", async () => {
    const real = await folderOf(["other/0.png", "images/1.png"]);
    const dir = await folderOf(["fractured/9.png"]);
    await symlink(join(real, "images"), join(dir, "intact"));
    expect((await read(dir)).radiographs).toHaveLength(2);
  });
});

describe("groups and leaks", () => {
  test("one content in two splits is one group, and found as a leak", async () => {
    const same = await tinyPng(99);
    const manifest = await read(
      await folderOf(kaggle, { "train/fractured/x.png": same, "test/fractured/y.png": same }),
    );
    expect(findLeaks(manifest)).toMatchObject([
      { splits: ["test", "train"], files: ["test/fractured/y.png", "train/fractured/x.png"], sameContent: true },
    ]);
  });

  test("names that tell of a rotation join what they were made from, across splits", async () => {
    const manifest = await read(
      await folderOf([...kaggle, "train/fractured/36.jpg", "test/fractured/36-rotated1 (2).jpg"]),
    );
    expect(findLeaks(manifest)).toMatchObject([{ splits: ["test", "train"], sameContent: false }]);
  });

  test("one content under two labels is refused in both places", async () => {
    const same = await tinyPng(99);
    const manifest = await read(
      await folderOf(kaggle, { "train/fractured/x.png": same, "val/not fractured/y.png": same }),
    );
    expect(manifest.rejected.map(({ path, reason }) => [path, reason])).toEqual([
      ["train/fractured/x.png", "contradictory label"],
      ["val/not fractured/y.png", "contradictory label"],
    ]);
    expect(manifest.radiographs).toHaveLength(12);
  });

  test("a manifest.csv beside the classes gives patients, regions, sources, hardware, licence and labels", async () => {
    const dir = await folderOf(["fractured/1.png", "fractured/2.png", "intact/3.png", "intact/4.png"], {
      "manifest.csv":
        "﻿File,Patient,Region,Hospital,Hardware,Licence,Label\nfractured/1.png,p1,hand,A,1,CC0,\nintact\\3.png,p1,hand,B,no,CC0,\n./intact/4.png,p2,,,,,Fractured\n",
    });
    const manifest = await read(dir);
    expect(
      manifest.radiographs.map(({ label, region, source, hardware, licence }) => [
        label,
        region,
        source,
        hardware,
        licence,
      ]),
    ).toEqual([
      ["fractured", "hand", "A", true, "CC0"],
      ["fractured", undefined, undefined, undefined, "unknown"],
      ["not_fractured", "hand", "B", false, "CC0"],
      ["fractured", undefined, undefined, undefined, "unknown"],
    ]);
    const groups = manifest.radiographs.map(({ group }) => group);
    expect(groups).toEqual(["p1", expect.stringMatching(/^content-/), "p1", "p2"]);
  });

  test("rows name an image from their table's folder or by a bare name of its own, at every level", async () => {
    const dir = await folderOf(["set/train/fractured/1.png", "set/train/normal/2.png", "set/test/normal/3.png"], {
      "manifest.csv": "file,patient\n1.png,p1\nset/test/normal/3.png,p3\n",
      "set/train/manifest.csv": "file,patient\nnormal/2.png,p2\n",
      "set/train/fractured/manifest.csv": "file,region\n1.png,hand\n",
    });
    const { radiographs } = await read(dir);
    expect(radiographs.map(({ group, region }) => [group, region])).toEqual([
      ["p3", undefined],
      ["p1", "hand"],
      ["p2", undefined],
    ]);
  });

  test.each([
    [
      "none",
      "file,patient\nfractured/1.png,p1\nx.png,p2\n../intact/2.png,p3\n",
      /manifest\.csv .* 2 rows .* x\.png, \.\./,
    ],
    [
      "several",
      "file,label,patient\n0.png,fractured,p1\n",
      /manifest\.csv .* 1 row that names none or several: 0\.png\./,
    ],
  ])("rows that name %s are no silent loss of patients", async (_, table, message) => {
    const dir = await folderOf(["fractured/0.png", "fractured/1.png", "intact/0.png"], { "manifest.csv": table });
    await expect(read(dir)).rejects.toThrow(message);
  });

  test.each([
    ["as it is", "fractured/1.png"],
    ["by its bare name", "1.png"],
    ["by another spelling", ".\\fractured\\1.png"],
  ])("a manifest.csv that lists an image twice, once %s, is refused by name", async (_, again) => {
    const dir = await folderOf(["fractured/0.png", "fractured/1.png", "intact/2.png"], {
      "manifest.csv": `file,patient\nfractured/1.png,p1\n${again},p2\n`,
    });
    await expect(read(dir)).rejects.toThrow(
      /^Expected one row for each file in .*manifest\.csv\. Received: several for fractured\/1\.png \(1 in all\)\./,
    );
  });

  test("a name joins an unlisted image to the patient of the listed one", async () => {
    const dir = await folderOf(["fractured/36.jpg", "fractured/36-rotated1.jpg", "intact/1.jpg"], {
      "manifest.csv": "file,patient\n36.jpg,p1\n",
    });
    expect((await read(dir)).radiographs.map(({ group }) => group).filter((group) => group === "p1")).toHaveLength(2);
  });

  test("moved and renamed files keep the digest", async () => {
    const before = await read(await folderOf(["fractured/1.png", "fractured/2.png", "intact/3.png"]));
    const after = await read(await folderOf(["fractured/x/z.png", "fractured/y.jpg", "intact/w.png"]));
    expect(after.digest).toBe(before.digest);
  });
});
