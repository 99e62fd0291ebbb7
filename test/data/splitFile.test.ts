import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dataConfigSchema } from "../../lib/data/config.js";
import { divideByFile } from "../../lib/data/divideByFile.js";
import { divideSet } from "../../lib/data/divideSet.js";
import { buildManifest } from "../../lib/data/manifest.js";
import { parseSplitCsv, splitCsv, splitRows } from "../../lib/data/splitCsv.js";
import type { Manifest, Radiograph } from "../../lib/data/types.js";
import { radiograph, temporaryFolder } from "./fixtures.js";

const config = dataConfigSchema.parse({ source: "folder" });

function manifestOf(radiographs: readonly Radiograph[]): Manifest {
  const classes = ["not_fractured", "fractured"];
  return buildManifest({ source: "folder", root: "/a", classes, radiographs, rejected: [] });
}

const images = Array.from({ length: 60 }, (_, i) =>
  radiograph({
    path: `hand, left/${i}.png`,
    sha256: `content ${i}`,
    group: `p${Math.floor(i / 2)}`,
    label: i % 4 < 2 ? "fractured" : "not_fractured",
  }),
);
const made = divideSet(manifestOf(images), config);

async function fileOf(text: string): Promise<string> {
  const file = join(await temporaryFolder(), "split.csv");
  await writeFile(file, text);
  return file;
}

async function divideAgain(radiographs: readonly Radiograph[], text = splitCsv(made.parts), changes = {}) {
  return divideByFile(manifestOf(radiographs), { ...config, splitFile: await fileOf(text), ...changes });
}

test("a written split comes back to the letter, commas in names and all", () => {
  const text = splitCsv(made.parts);
  expect(text.split("\n")[0]).toBe("path,sha256,group,label,split");
  expect(parseSplitCsv(text, "split.csv")).toEqual(splitRows(made.parts));
});

test("a written split that lists an image twice is refused by name", () => {
  const text = splitCsv(made.parts);
  const row = text.split("\n")[1]!;
  expect(() => parseSplitCsv(`${text}${row}\n`, "split.csv")).toThrow(
    `Expected one row for each file in split.csv. Received: several for ${splitRows(made.parts)[0]!.path} (1 in all).`,
  );
});

test("a set is divided as a file says, with the digest that it had", async () => {
  const { parts, record } = await divideAgain(images);
  expect(parts).toEqual(made.parts);
  expect(record).toMatchObject({ by: "file", digest: made.record.digest, leaky: false });
});

test("the file finds its images by content after they were renamed and moved", async () => {
  const renamed = images.map((image, i) => ({ ...image, path: `new/${99 - i}.png` }));
  const { record } = await divideAgain(renamed);
  expect(record.digest).toBe(made.record.digest);
});

test("two copies of one content keep their own parts by their paths", async () => {
  const twin = { ...images[0]!, path: "twin.png" };
  const splitOf = made.parts.test.includes(images[0]!) ? "train" : "test";
  const text = `${splitCsv(made.parts)}${twin.path},${twin.sha256},${twin.group},${twin.label},${splitOf}\n`;
  const { parts, record } = await divideAgain([...images, twin], text, { allowLeak: true });
  expect(parts[splitOf].map(({ path }) => path)).toContain("twin.png");
  expect(record.leaks).toMatchObject([{ group: images[0]!.group, sameContent: true }]);
});

test("groups that only the file knows are joined, so that its digest stays", async () => {
  const forgotten = images.map((image) => ({ ...image, group: image.path }));
  const { manifest, record } = await divideAgain(forgotten);
  expect(new Set(manifest.radiographs.map(({ group }) => group)).size).toBe(30);
  expect(record.leaky).toBe(false);
});

test("a file whose parts share a group known now is refused, and marked when allowed", async () => {
  const joined = images.map((image) => ({ ...image, group: "all one patient" }));
  await expect(divideAgain(joined)).rejects.toThrow(/^split: expected every group on one side/);
  const { record } = await divideAgain(joined, undefined, { allowLeak: true });
  expect(record).toMatchObject({ by: "file", leaky: true });
});

test("another set is refused in one sentence: what is missing, extra, changed or relabelled", async () => {
  const [a, b, c, ...rest] = images as [Radiograph, Radiograph, Radiograph, ...Radiograph[]];
  const other = [{ ...b, sha256: "new bytes" }, { ...c, label: "fractured" }, ...rest, radiograph({ path: "z.png" })];
  await expect(divideAgain(other)).rejects.toThrow(
    /expected exactly the images of .*split\.csv\. Received: 1 missing \(hand, left\/0\.png\), 1 extra \(z\.png\), 1 changed \(hand, left\/1\.png\), 1 relabelled \(hand, left\/2\.png\)\./,
  );
  expect(a.path).toBe("hand, left/0.png");
});

test("bad files are one sentence each", async () => {
  const missing = divideByFile(manifestOf(images), { ...config, splitFile: "/no/such.csv" });
  await expect(missing).rejects.toThrow(
    "data.splitFile: expected a file that can be read. Received: /no/such.csv (ENOENT).",
  );
  await expect(divideAgain(images, "path,group\na,b\n")).rejects.toThrow(
    /Expected a table with the columns path,sha256,group,label,split in .* Received: path,group\./,
  );
  await expect(divideAgain(images, "path,sha256,group,label,split\na,b,c,d,holdout\n")).rejects.toThrow(
    "expected train, validation, test as split of every row",
  );
  await expect(divideAgain(images, "path,sha256,group,label,split\na,,c,d,test\n")).rejects.toThrow(
    "an empty field in row 1",
  );
  await expect(divideAgain(images, "")).rejects.toThrow("Received: no row.");
  await expect(divideAgain(images, undefined, { splitBy: "image" })).rejects.toThrow(
    "expected data.splitFile or data.splitBy. Received: both.",
  );
});
