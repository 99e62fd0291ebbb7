import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { decodeImage } from "../../lib/data/decodeImage.js";
import { plainJpegHeader } from "../../lib/data/plainJpegHeader.js";
import { resizeDecoded } from "../../lib/data/resizeDecoded.js";
import { resizeJpeg } from "../../lib/data/resizeJpeg.js";
import { standardize } from "../../lib/data/standardize.js";
import { createRandom } from "../../lib/random.js";
import { greySharp } from "./fixtures.js";

const [width, height] = [186, 227];
const grey = (): Sharp => greySharp(width, height);
const colour = (): Sharp => grey().toColourspace("srgb");

describe("a plain JPEG gives the bits that sharp's pixels give", () => {
  test.each<[string, () => Promise<Buffer>]>([
    ["grey", () => grey().jpeg({ quality: 60 }).toBuffer()],
    ["grey, progressive", () => grey().jpeg({ quality: 80, progressive: true }).toBuffer()],
    ["grey stored as colours", () => colour().jpeg({ quality: 75 }).toBuffer()],
    ["grey stored as colours in full resolution", () => colour().jpeg({ chromaSubsampling: "4:4:4" }).toBuffer()],
    ["of one pixel", () => grey().resize(1, 1).jpeg().toBuffer()],
  ])("%s", async (_, encode) => {
    const bytes = await encode();
    const header = plainJpegHeader(bytes)!;
    const decoded = await decodeImage(bytes, 1e6);
    expect(header).toEqual({ width: decoded.width, height: decoded.height });
    expect(await resizeJpeg(bytes, header, 53, 64)).toEqual(await resizeDecoded(decoded, 53, 64));
  });
});

test("true colours differ by the rounding to 8-bit RGB only", async () => {
  const random = createRandom("colours");
  const pixels = Uint8Array.from({ length: 40 * 30 * 3 }, () => 60 + random.integer(120));
  const bytes = await sharp(pixels, { raw: { width: 40, height: 30, channels: 3 } })
    .blur(2)
    .jpeg({ quality: 95 })
    .toBuffer();
  const viaRgb = await resizeDecoded(await decodeImage(bytes, 1e6), 40, 30);
  const luma = await resizeJpeg(bytes, plainJpegHeader(bytes)!, 40, 30);
  luma!.values.forEach((value, i) => {
    expect(Math.abs(value - viaRgb.values[i]!)).toBeLessThan(1.5);
  });
});

describe("plainJpegHeader leaves to sharp", () => {
  test.each<[string, () => Promise<Buffer>]>([
    ["a JPEG with EXIF", () => grey().withMetadata({ orientation: 6 }).jpeg().toBuffer()],
    ["CMYK", () => colour().withIccProfile("cmyk").jpeg().toBuffer()],
    ["PNG", () => grey().png().toBuffer()],
    ["a JPEG that ends in its header", async () => (await grey().jpeg().toBuffer()).subarray(0, 40)],
    ["nothing", () => Promise.resolve(Buffer.alloc(0))],
  ])("%s", async (_, encode) => {
    expect(plainJpegHeader(await encode())).toBeUndefined();
  });
});

test("a JPEG cut short is told by its reason, one of too many pixels before it is decoded", async () => {
  const bytes = await grey().jpeg().toBuffer();
  const options = { imageSize: 64, maxPixels: 1e6, intensityPercentiles: [0.5, 99.5] as [number, number] };
  await expect(standardize(bytes.subarray(0, bytes.length / 2), options)).rejects.toMatchObject({
    reason: "truncated",
  });
  await expect(standardize(bytes, { ...options, maxPixels: 1000 })).rejects.toMatchObject({
    reason: "too many pixels",
  });
});

test("resizeJpeg leaves to others a file of another size than its header says, and one that is no JPEG", async () => {
  const bytes = await grey().jpeg().toBuffer();
  expect(await resizeJpeg(bytes, { width: 99, height }, 53, 64)).toBeUndefined();
  expect(await resizeJpeg(Buffer.from("not an image"), { width, height }, 53, 64)).toBeUndefined();
});
