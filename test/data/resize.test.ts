import fc from "fast-check";
import sharp from "sharp";
import { expect, test } from "vitest";
import { fitInside, resize } from "../../lib/data/resize.js";
import { limbPixels } from "./fixtures.js";

const limb = { width: 373, height: 454, values: Float32Array.from(limbPixels(373, 454)) };

test("shrinking agrees with libvips's Lanczos-3 to half a grey level", async () => {
  for (const [width, height] of [
    [105, 128],
    [300, 365],
  ] as const) {
    const ours = resize(limb, width, height).values;
    const theirs = await sharp(limbPixels(373, 454), { raw: { width: 373, height: 454, channels: 1 } })
      .resize(width, height, { fit: "fill", kernel: "lanczos3" })
      .toColourspace("b-w")
      .raw()
      .toBuffer();
    let sum = 0;
    ours.forEach((value, i) => (sum += Math.abs(Math.min(255, Math.max(0, value)) - theirs[i]!)));
    expect(sum / ours.length).toBeLessThan(0.5);
  }
});

test("a flat image stays flat at any size", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (width, height) => {
      const flat = { width: 17, height: 9, values: new Float32Array(17 * 9).fill(93.5) };
      for (const value of resize(flat, width, height).values) expect(value).toBeCloseTo(93.5, 3);
    }),
  );
});

test("shrinking averages: a checkerboard of single pixels becomes grey, not a pattern", () => {
  const board = {
    width: 256,
    height: 256,
    values: Float32Array.from({ length: 65536 }, (_, i) => ((i + (i >> 8)) & 1) * 255),
  };
  const small = resize(board, 50, 50);
  for (let y = 5; y < 45; y++) for (let x = 5; x < 45; x++) expect(small.values[y * 50 + x]).toBeCloseTo(127.5, -0.5);
});

test("resizing to the same size changes nothing", () => {
  expect([...resize(limb, 373, 454).values]).toEqual([...limb.values]);
});

test("fitInside keeps the aspect, and one pixel at least", () => {
  expect(fitInside({ width: 373, height: 454 }, 128)).toEqual({ width: 105, height: 128 });
  expect(fitInside({ width: 5000, height: 3 }, 64)).toEqual({ width: 64, height: 1 });
  expect(fitInside({ width: 20, height: 10 }, 64)).toEqual({ width: 64, height: 32 });
});
