import { resampleImage, resampleJpeg } from "fracture-kernels";
import sharp from "sharp";
import { expect, test } from "vitest";
import { createRandom } from "../../../lib/random.js";

/** Two outputs over three inputs: the mean of the first two, and the last. */
const filter = Float64Array.of(0, 2, 0.5, 0.5, 2, 1, 1);
const rows = Float64Array.of(0, 1, 1);

/** Each output is one input. */
const same = (count: number): Float64Array =>
  Float64Array.from(Array.from({ length: count }, (_, i) => [i, 1, 1]).flat());

test("each output is the weighted sum of its inputs, over grey bytes, RGB bytes and floats", async () => {
  const out = new Float32Array(2);
  await resampleImage(Uint8Array.of(10, 20, 200), 3, 1, filter, rows, out);
  expect([...out]).toEqual([15, 200]);
  await resampleImage(Uint8Array.of(100, 0, 0, 0, 100, 0, 0, 0, 100), 3, 1, filter, rows, out);
  expect([...out]).toEqual([44.3, 11.4].map(Math.fround));
  await resampleImage(Float32Array.of(0.25, 0.75, 1e6), 3, 1, filter, rows, out);
  expect([...out]).toEqual([0.5, 1e6]);
});

test("arrays that do not go together are refused before any work", () => {
  const samples = new Uint8Array(3);
  const call = (given: Partial<{ samples: Uint8Array; filter: Float64Array; out: Float32Array }>) => () =>
    resampleImage(given.samples ?? samples, 3, 1, given.filter ?? filter, rows, given.out ?? new Float32Array(2));
  expect(call({ samples: new Uint8Array(4) })).toThrow("Received: 4 for 3 pixels");
  expect(call({ out: new Float32Array(3) })).toThrow("Expected room for one float an output. Received: 3");
  for (const broken of [[0, 4, 1, 1, 1, 1], [-1, 1, 1], [0, 2, 1], [0], [0, 0], [2, 1, 1, 0, 1, 1], [NaN, 1, 1]]) {
    expect(call({ filter: Float64Array.from(broken) })).toThrow("Expected a filter over 3 inputs");
  }
});

test("a JPEG is its luma; one cut short or of another size rejects", async () => {
  const random = createRandom("jpeg");
  const pixels = Uint8Array.from({ length: 64 * 48 }, () => random.integer(256));
  const image = sharp(pixels, { raw: { width: 64, height: 48, channels: 1 } });
  const bytes = await image.toColourspace("b-w").jpeg({ quality: 90 }).toBuffer();
  const decoded = await sharp(bytes).toColourspace("b-w").raw().toBuffer();
  const out = new Float32Array(64 * 48);
  await resampleJpeg(bytes, 64, 48, same(64), same(48), out);
  expect([...out]).toEqual([...decoded]);
  const cut = resampleJpeg(bytes.subarray(0, 900), 64, 48, same(64), same(48), out);
  await expect(cut).rejects.toThrow("Invalid JPEG data");
  const other = resampleJpeg(bytes, 48, 64, same(48), same(64), out);
  await expect(other).rejects.toThrow("Expected an image of 48 x 64. Received: 64 x 48 x 1");
});

test("an image whose number of pixels overflows is refused", () => {
  const [filter, into] = [new Float64Array(3), new Float32Array(1)];
  expect(() => resampleImage(new Uint8Array(0), 1024, 2 ** 54, filter, filter, into)).toThrow(
    "Expected a height of 1 to 65535",
  );
  expect(() => resampleJpeg(new Uint8Array(9), 2 ** 40, 5, filter, filter, into)).toThrow("Expected a width");
});
