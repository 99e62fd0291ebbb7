import { chmod, cp, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BrokenSetError } from "../../../lib/data/brokenSetError.js";
import { createFolderSource } from "../../../lib/data/sources/folder.js";
import { lyingPng, temporaryFolder, tinyPng, writeFiles } from "../fixtures.js";
import { config, folderOf, read } from "./folderFixtures.js";

const kaggle = ["train", "val", "test"].flatMap((split) =>
  ["fractured", "not fractured"].flatMap((label) => [1, 2].map((i) => `${split}/${label}/${i}.jpg`)),
);

describe("bad files are refused one by one", () => {
  test("and listed with class and reason", async () => {
    const dir = await folderOf(kaggle, {
      "train/fractured/zeros.jpg": new Uint8Array(5000),
      "train/fractured/empty.jpg": "",
      "val/not fractured/cut.png": (await tinyPng(50)).subarray(0, 300),
      "val/not fractured/bomb.png": await lyingPng(30_000, 30_000),
      "test/fractured/scan.pdf": "%PDF-1.7",
    });
    await symlink("/nowhere/at/all.png", join(dir, "test/fractured/dangling.png"));
    const manifest = await read(dir, { maxRejectedShare: 0.5 });
    expect(manifest.rejected.map(({ path, label, reason }) => [path, label, reason])).toEqual([
      ["test/fractured/dangling.png", "fractured", "unreadable"],
      ["test/fractured/scan.pdf", "fractured", "unsupported format"],
      ["train/fractured/empty.jpg", "fractured", "empty"],
      ["train/fractured/zeros.jpg", "fractured", "not an image"],
      ["val/not fractured/bomb.png", "not_fractured", "too many pixels"],
      ["val/not fractured/cut.png", "not_fractured", "truncated"],
    ]);
    expect(manifest.radiographs).toHaveLength(12);
  });

  test("a file that manifest.csv names but that is gone is listed too", async () => {
    const dir = await folderOf(["fractured/1.png", "fractured/2.png", "fractured/3.png", "intact/4.png"], {
      "manifest.csv": "file,label\nfractured/gone.png,fractured\n",
    });
    expect((await read(dir)).rejected).toMatchObject([
      { path: "fractured/gone.png", reason: "unreadable", detail: "ENOENT" },
    ]);
  });

  test("bytes that differ from the listed SHA-256 are refused", async () => {
    const dir = await folderOf(
      ["fractured/1.png", "fractured/2.png", "fractured/3.png", "fractured/5.png", "intact/4.png"],
      {
        "manifest.csv": `file,sha256\nfractured/1.png,${"0".repeat(64)}\n`,
      },
    );
    expect((await read(dir)).rejected).toMatchObject([{ path: "fractured/1.png", reason: "unreadable" }]);
  });

  test("above the share that is allowed the run stops, with an example", async () => {
    const dir = await folderOf(
      kaggle,
      Object.fromEntries([1, 2, 3, 4].map((i) => [`train/fractured/z${i}.jpg`, "junk"])),
    );
    await expect(read(dir)).rejects.toThrow(
      /at most 20 % .* Received: 4 of 16, e\.g\. train\/fractured\/z1\.jpg \(not an image/,
    );
  });
});

describe("a set that is none says what was expected, what came and what to do", () => {
  test.each<[string, () => Promise<string>, RegExp]>([
    [
      "missing",
      () => Promise.resolve("/no/such/folder"),
      /\/no\/such\/folder, which does not exist\. Give --data-dir or FRACTURE_DATA_DIR/,
    ],
    ["empty", () => temporaryFolder(), /Received: .*, which is empty\./],
    ["a file", async () => join(await folderOf(["fractured/1.png"]), "fractured/1.png"), /which is a file/],
    [
      "without classes",
      () => folderOf(["1.png", "2.png"]),
      /expected train\/, val\/ and test\/ .* Received: .* with 1\.png, 2\.png/,
    ],
    [
      "of one class",
      () => folderOf(["fractured/1.png", "fractured/2.png"]),
      /at least two classes .* only "fractured"/,
    ],
    ["of one class in splits", () => folderOf(["train/fractured/1.png", "test/fractured/2.png"]), /only "fractured"/],
    [
      "of splits without classes",
      () => folderOf(["train/1.png", "test/2.png"]),
      /expected train\/, val\/ and test\/ with a folder a class/,
    ],
    [
      "with a stranger beside its splits",
      () => folderOf(["train/fractured/1.png", "test/intact/2.png", "more/c/3.png"]),
      /Received: more\/ beside them/,
    ],
    [
      "with splits in one of two folders",
      () => folderOf(["set/train/fractured/1.png", "docs/x.png"]),
      /splits inside set\/.\n.*--data-dir .*set/,
    ],
    [
      "of two classes with names that say nothing",
      () => folderOf(["a/1.png", "b/2.png"]),
      /one class called fractured, .* the other not_fractured, .* Received: a and b\. Rename/,
    ],
    ["of loose images", () => folderOf(["1.png"]), /One unsplit set\? .* --split 0\.7,0\.15,0\.15/],
    [
      "with nothing that can be read",
      async () => {
        const dir = await temporaryFolder();
        await writeFiles(dir, { "fractured/1.png": "junk", "intact/2.png": "junk" });
        return dir;
      },
      /to be refused\. Received: 2 of 2/,
    ],
    [
      "with empty class folders",
      async () => {
        const dir = await folderOf(["fractured/1.png", "intact/2.png"]);
        await rm(join(dir, "fractured/1.png"));
        await rm(join(dir, "intact/2.png"));
        return dir;
      },
      /no image file at all/,
    ],
  ])("%s", async (_, make, message) => {
    const dir = await make();
    await expect(read(dir)).rejects.toThrow(message);
    await expect(read(dir)).rejects.toMatchObject({ name: "UserError" });
  });

  test("with all files of one class refused", async () => {
    const dir = await folderOf(
      ["fractured/1.png", "fractured/2.png", "fractured/3.png", "fractured/4.png", "fractured/5.png"],
      { "intact/1.png": "junk" },
    );
    await expect(read(dir)).rejects.toThrow('only "fractured" (every file of "not_fractured" was refused)');
  });

  test("that may not be read", async () => {
    const dir = await folderOf(["fractured/1.png", "intact/2.png"]);
    await chmod(dir, 0o755);
    await chmod(join(dir, "fractured"), 0);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65534); // root may read everything; nobody may not
    try {
      await expect(createFolderSource({ dir, cacheDir: dir, config }).manifest()).rejects.toThrow(
        /a folder that may be read\. Received: .*\/fractured without permission\. Allow it/,
      );
    } finally {
      if (isRoot) process.seteuid?.(0);
      await chmod(join(dir, "fractured"), 0o755);
    }
  });
});

test("a second look at unchanged files reads none of them; a changed one is read anew", async () => {
  const dir = await folderOf(["fractured/1.png", "intact/2.png"]);
  const cacheDir = await temporaryFolder();
  const source = createFolderSource({ dir, cacheDir, config });
  const first = await source.manifest();
  expect(await source.manifest()).toEqual(first);
  await writeFiles(dir, { "intact/2.png": await tinyPng(77) });
  expect((await source.manifest()).digest).not.toBe(first.digest);
  await writeFiles(cacheDir, { "inspected/x.json": "{" });
  await cp(join(dir, "fractured/1.png"), join(dir, "fractured/3.png"));
  expect((await source.manifest()).radiographs).toHaveLength(3);
});

test("an abort ends the reading with the signal's reason", async () => {
  const dir = await folderOf(kaggle);
  const stop = new AbortController();
  const source = createFolderSource({ dir, cacheDir: await temporaryFolder(), config });
  const reading = source.manifest(() => {
    stop.abort(new Error("enough"));
  }, stop.signal);
  await expect(reading).rejects.toThrow("enough");
});

test("a set without two classes fails with all that was found in it", async () => {
  const dir = await folderOf(["fractured/1.png"], { "intact/2.png": "junk" });
  const error: unknown = await read(dir, { maxRejectedShare: 1 }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(BrokenSetError);
  expect(error).toMatchObject({ manifest: { rejected: [{ path: "intact/2.png" }], classes: ["fractured"] } });
});
