import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPhantomSource } from "../../lib/data/phantom/index.js";
import { readImages } from "../../lib/data/readImages.js";
import type { Dataset, Manifest } from "../../lib/data/types.js";
import { baselineMaps, boxRegions, localize, maskRegions } from "../../lib/explain/index.js";
import { plantedBars, side } from "./plantedBars.js";

let scratch: string;
let manifest: Manifest;
let dataset: Pick<Dataset, "radiographs" | "imageSize">;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "regions-"));
  manifest = await createPhantomSource({ patients: 6, seed: 3 }, scratch).manifest();
  dataset = { radiographs: manifest.radiographs, imageSize: 96 };
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

test("a box's region is the box, an image without boxes has none", () => {
  const bars = plantedBars(4, 1);
  boxRegions(bars).forEach((inside, i) => {
    const [box] = bars.radiographs[i]!.boxes ?? [];
    inside.forEach((value, p) => {
      const [x, y] = [((p % side) + 0.5) / side, (Math.floor(p / side) + 0.5) / side];
      expect(value).toBe(box && x > box.xMin && x < box.xMax && y > box.yMin && y < box.yMax ? 1 : 0);
    });
  });
});

test("the phantom's masks lie in their boxes, and are smaller", async () => {
  const [boxes, masks] = [boxRegions(dataset as Dataset), await maskRegions(manifest, dataset as Dataset)];
  const areaOf = (inside: Uint8Array): number => inside.reduce((sum, value) => sum + value, 0);
  expect(masks.some((mask) => areaOf(mask) > 0)).toBe(true);
  masks.forEach((mask, i) => {
    if (manifest.radiographs[i]!.label !== "fractured") expect(areaOf(mask)).toBe(0);
    else {
      expect(areaOf(mask)).toBeGreaterThan(0);
      const near = dilated(boxes[i]!, dataset.imageSize); // a mask's edge may fall into a pixel whose centre is outside
      expect(mask.every((value, p) => value === 0 || near[p] === 1)).toBe(true);
      expect(areaOf(mask)).toBeLessThan(areaOf(near));
    }
  });
});

/** One pixel more on every side. */
function dilated(inside: Uint8Array, size: number): Uint8Array {
  return inside.map((_, p) => {
    const [x, y] = [p % size, Math.floor(p / size)];
    const around = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => ({ x: x + dx, y: y + dy })));
    return Number(around.some((at) => at.x >= 0 && at.x < size && inside[at.y * size + at.x] === 1));
  });
}

test("a set that is not the phantom's has no masks: its regions are empty", async () => {
  const masks = await maskRegions({ ...manifest, source: "folder" }, dataset as Dataset);
  expect(masks.length).toBe(manifest.radiographs.length);
  expect(masks.some((mask) => mask.includes(1))).toBe(false);
});

test("the baselines are even heat, a bell in the middle, and the image", () => {
  const bars = plantedBars(3, 1);
  const { random, centre, brightness } = baselineMaps(bars);
  expect(random.every((value) => value === 1)).toBe(true);
  const hottest = Math.max(...centre);
  expect([...centre.subarray(0, side * side).keys()].filter((p) => centre[p] === hottest)).toEqual(
    [15, 16].flatMap((y) => [15, 16].map((x) => y * side + x)),
  );
  expect(brightness[5]).toBeCloseTo(readImages(bars, [0])[5]! / 255, 6);
});

test("localize leaves out images without a region, and gives no methods when there is none at all", () => {
  const bars = plantedBars(6, 1);
  const maps = { even: baselineMaps(bars).random };
  const found = localize(bars, maps, boxRegions(bars), { seed: 1, resamples: 50 });
  expect(found).toMatchObject({ n: 3, groups: 3 });
  expect(found.regionArea).toBeCloseTo(48 / side ** 2, 10);
  expect(found.methods.map(({ method }) => method)).toEqual(["even", "random", "centre", "brightness"]);
  const nowhere = boxRegions(bars).map((inside) => inside.fill(0));
  expect(localize(bars, maps, nowhere, { seed: 1 })).toEqual({ n: 0, groups: 0, regionArea: NaN, methods: [] });
});
