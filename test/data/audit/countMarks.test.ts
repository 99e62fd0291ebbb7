import { expect, test } from "vitest";
import { countMarks } from "../../../lib/data/audit/countMarks.js";
import { alignmentSide } from "../../../lib/data/audit/sizes.js";
import { simulateRadiograph } from "../../../lib/data/phantom/index.js";
import { createRandom } from "../../../lib/random.js";
import { standardize } from "../../../lib/data/standardize.js";
import sharp from "sharp";

const file = { widthPixels: 192, heightPixels: 192 };

/** A dark picture with white bars: left, top, width, height. */
function withBars(...bars: [number, number, number, number][]): Uint8Array {
  const pixels = new Uint8Array(alignmentSide * alignmentSide).fill(20);
  for (const [left, top, width, height] of bars) {
    for (let y = top; y < top + height; y++)
      pixels.fill(230, y * alignmentSide + left, y * alignmentSide + left + width);
  }
  return pixels;
}

test("an L on dark ground is one mark, two letters are two, a dark picture has none", () => {
  expect(countMarks(withBars([20, 20, 2, 10], [20, 28, 7, 2]), file)).toBe(1);
  expect(countMarks(withBars([20, 20, 2, 10], [60, 20, 2, 10]), file)).toBe(2);
  expect(countMarks(withBars(), file)).toBe(0);
});

test("what touches the edge, is as long as a bone, or a single bright pixel is no mark", () => {
  expect(countMarks(withBars([0, 40, 4, 10]), file)).toBe(0);
  expect(countMarks(withBars([80, 20, 8, 120]), file)).toBe(0);
  expect(countMarks(withBars([90, 90, 1, 1]), file)).toBe(0);
});

test("a bright shape within tissue is no mark", () => {
  const pixels = withBars([50, 50, 4, 10]).map((grey) => (grey === 20 ? 120 : grey));
  expect(countMarks(pixels, file)).toBe(0);
});

test("of simulated radiographs it finds most markers, and none where there is none", async () => {
  const counts = { found: 0, withMarker: 0, wrong: 0 };
  for (let i = 0; i < 14; i++) {
    const random = createRandom(`marks ${i}`);
    const isMarked = random.fork("shot").fork("marker").uniform() < 0.6; // as simulate.ts draws it
    const { pixels, widthPixels, heightPixels } = simulateRadiograph(random, { longestSidePixels: 320 });
    const raw = { width: widthPixels, height: heightPixels, channels: 1 as const };
    const png = await sharp(pixels, { raw }).png().toBuffer();
    const options = { imageSize: alignmentSide, maxPixels: 1e6, intensityPercentiles: [0.5, 99.5] as [number, number] };
    const isFound = countMarks(await standardize(png, options), { widthPixels, heightPixels }) > 0;
    if (isMarked) counts.withMarker++;
    if (isMarked && isFound) counts.found++;
    if (!isMarked && isFound) counts.wrong++;
  }
  expect(counts.withMarker).toBeGreaterThan(3);
  expect(counts.found / counts.withMarker).toBeGreaterThanOrEqual(0.7);
  expect(counts.wrong).toBe(0);
});
