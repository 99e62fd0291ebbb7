import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeImage } from "../../lib/data/decodeImage.js";
import { looksInverted } from "../../lib/data/looksInverted.js";
import { luminance, type GreyImage } from "../../lib/data/luminance.js";
import { fitInside, resize } from "../../lib/data/resize.js";
import { stretchContrast } from "../../lib/data/stretchContrast.js";
import { readSidecarTable } from "../../lib/data/sources/sidecarTable.js";
import { limbPixels } from "./fixtures.js";

function asContent(image: GreyImage): GreyImage {
  const { width, height } = fitInside(image, 64);
  return stretchContrast(resize(image, width, height), [0.5, 99.5]);
}

function inverted(image: GreyImage): GreyImage {
  return { ...image, values: image.values.map((value) => 1 - value) };
}

test("a bright limb on a dark ground is as it should be, its negative is not", () => {
  const limb = asContent({ width: 186, height: 227, values: Float32Array.from(limbPixels(186, 227)) });
  expect(looksInverted(limb)).toBe(false);
  expect(looksInverted(inverted(limb))).toBe(true);
});

test("a broad white collimator edge is no inversion", () => {
  const limb = asContent({ width: 186, height: 227, values: Float32Array.from(limbPixels(186, 227)) });
  const { width } = limb;
  limb.values.forEach((_, i) => {
    if (i % width < width * 0.25) limb.values[i] = 1;
  });
  expect(looksInverted(limb)).toBe(false);
});

test("blank and tiny images are not inverted", () => {
  expect(looksInverted({ width: 1, height: 1, values: Float32Array.of(1) })).toBe(false);
  expect(looksInverted({ width: 9, height: 9, values: new Float32Array(81) })).toBe(false);
});

const dataDir = process.env["FRACTURE_DATA_DIR"];
describe.skipIf(dataDir === undefined)("on real radiographs (needs FRACTURE_DATA_DIR)", () => {
  test("no normal file is called inverted, both inverted ones are, and 97 % of all once inverted", async () => {
    const table = await readSidecarTable(dataDir!);
    const files = [...table!.keys()].filter((file, i) => i % 8 === 0 || file.includes("inverted"));
    let [falseAlarms, found, stored, normal] = [0, 0, 0, 0];
    for (const file of files) {
      if (file.includes("truncated")) continue;
      const image = asContent(luminance(await decodeImage(await readFile(join(dataDir!, file)), 100_000_000)));
      if (file.includes("inverted")) {
        stored += looksInverted(image) ? 1 : 0;
        continue;
      }
      normal++;
      falseAlarms += looksInverted(image) ? 1 : 0;
      found += looksInverted(inverted(image)) ? 1 : 0;
    }
    expect({ falseAlarms, stored }).toEqual({ falseAlarms: 0, stored: 2 });
    expect(found / normal).toBeGreaterThan(0.97);
  });
});
