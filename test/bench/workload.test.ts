import { expect, test } from "vitest";
import { inMemoryDataset } from "../../lib/data/inMemoryDataset.js";
import { readImages } from "../../lib/data/readImages.js";
import { openDataset, readDataset, writeImages, type Workload } from "../../bench/workload.js";
import { temporaryFolder } from "../notebooks/notebookFiles.js";

test("the images in the file are those in memory: classes in turn, over again when there are too few", async () => {
  const pixels = Uint8Array.of(10, 10, 10, 10, 20, 20, 20, 20, 30, 30, 30, 30);
  const dataset = inMemoryDataset({ imageSize: 2, pixels, labels: Uint8Array.of(0, 0, 1), radiographs: [] });
  const workload: Workload = { folder: temporaryFolder(), filters: [4], batch: 2, size: 2, steps: 2, seed: 1 };
  await writeImages(dataset, 6, workload.folder);
  for (const read of [readDataset(workload), openDataset(workload)]) {
    expect([...read.labels]).toEqual([0, 1, 0, 1]);
    expect([...readImages(read, [0, 1, 2, 3])].filter((_, p) => p % 4 === 0)).toEqual([10, 30, 20, 30]);
  }
});
