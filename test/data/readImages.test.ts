import { readdirSync, truncateSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inMemoryDataset } from "../../lib/data/inMemoryDataset.js";
import { meanGrey } from "../../lib/data/meanGrey.js";
import { openOnce } from "../../lib/data/openOnce.js";
import { readImages } from "../../lib/data/readImages.js";
import type { Dataset } from "../../lib/data/types.js";
import { radiograph, temporaryFolder } from "./fixtures.js";

const radiographs = ["a", "b", "c"].map((path) => radiograph({ path }));
const pixels = Uint8Array.from({ length: 12 }, (_, i) => i * 10); // three images of 2 x 2
const inMemory = inMemoryDataset({ imageSize: 2, pixels, labels: Uint8Array.of(0, 1, 0), radiographs });

async function onDisk(): Promise<{ dataset: Dataset; file: string }> {
  const file = join(await temporaryFolder(), "pixels.bin");
  await writeFile(file, Buffer.concat([Buffer.from("header"), pixels]));
  return { dataset: { ...inMemory, store: { fd: openOnce(file), startByte: 6 } }, file };
}

test("images come in the order asked for, repeats too, from memory as from a file", async () => {
  const { dataset } = await onDisk();
  const expected = [80, 90, 100, 110, 0, 10, 20, 30, 80, 90, 100, 110];
  expect([...readImages(inMemory, [2, 0, 2])]).toEqual(expected);
  expect([...readImages(dataset, [2, 0, 2])]).toEqual(expected);
});

test("what is read is a copy", () => {
  readImages(inMemory, [0]).fill(255);
  expect(readImages(inMemory, [0])[0]).toBe(0);
});

test("an image number that is not there says so", () => {
  expect(() => readImages(inMemory, [3])).toThrow("Expected an image number below 3. Received: 3");
});

test("a file cut short while it is open is one sentence", async () => {
  const { dataset, file } = await onDisk();
  truncateSync(file, 12);
  expect(() => readImages(dataset, [1])).toThrow("Received: a shorter file");
});

test("a file opened a hundred times is one descriptor; another file is another", async () => {
  const { file } = await onDisk();
  const first = openOnce(file);
  const openFiles = (): number => readdirSync("/proc/self/fd").length;
  const before = openFiles();
  for (let i = 0; i < 100; i++) expect(openOnce(file)).toBe(first);
  expect(openFiles()).toBe(before);
  const { file: other } = await onDisk();
  expect(openOnce(other)).not.toBe(first);
});

test("meanGrey is the mean over all pixels", () => {
  expect(meanGrey(inMemory)).toBe(55);
});
