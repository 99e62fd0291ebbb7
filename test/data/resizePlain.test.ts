import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { decodeImage } from "../../lib/data/decodeImage.js";
import { plainJpegHeader } from "../../lib/data/plainJpegHeader.js";
import { resizeDecoded } from "../../lib/data/resizeDecoded.js";
import { plainPngHeader } from "../../lib/data/plainPngHeader.js";
import { resizePlain } from "../../lib/data/resizePlain.js";
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
    expect(header).toEqual({ format: "jpeg", width: decoded.width, height: decoded.height });
    expect(await resizePlain(bytes, header, 53, 64)).toEqual(await resizeDecoded(decoded, 53, 64));
  });
});

describe("a plain PNG gives the bits that sharp's pixels give", () => {
  test.each<[string, () => Promise<Buffer>]>([
    ["grey", () => grey().png().toBuffer()],
    ["grey stored as colours", () => colour().png().toBuffer()],
    ["true colours, interlaced", () => colour().tint("#804020").png({ progressive: true }).toBuffer()],
    ["of one pixel", () => grey().resize(1, 1).png().toBuffer()],
    ["with a colour profile", () => colour().withIccProfile("p3").png().toBuffer()],
  ])("%s", async (_, encode) => {
    const bytes = await encode();
    const header = plainPngHeader(bytes)!;
    const decoded = await decodeImage(bytes, 1e6);
    expect(header).toEqual({ format: "png", width: decoded.width, height: decoded.height });
    expect(await resizePlain(bytes, header, 53, 64)).toEqual(await resizeDecoded(decoded, 53, 64));
  });
});

describe("plainPngHeader leaves to sharp", () => {
  test.each<[string, () => Promise<Buffer>]>([
    ["transparency", () => colour().ensureAlpha(0.5).png().toBuffer()],
    ["a palette", () => colour().png({ palette: true }).toBuffer()],
    ["16 bits", () => grey().toColourspace("grey16").png().toBuffer()],
    ["EXIF", () => grey().withMetadata({ orientation: 6 }).png().toBuffer()],
    ["a PNG that ends in its header", async () => (await grey().png().toBuffer()).subarray(0, 30)],
    ["JPEG", () => grey().jpeg().toBuffer()],
  ])("%s", async (_, encode) => {
    expect(plainPngHeader(await encode())).toBeUndefined();
  });
});

test("a PNG cut short or damaged in its middle is left to the decoder that says what is wrong with it", async () => {
  const bytes = await grey().png().toBuffer();
  const header = plainPngHeader(bytes)!;
  expect(await resizePlain(bytes.subarray(0, bytes.length / 2), header, 53, 64)).toBeUndefined();
  bytes[bytes.length >> 1]! ^= 0xff;
  expect(await resizePlain(bytes, header, 53, 64)).toBeUndefined();
});

test("true colours differ by the rounding to 8-bit RGB only", async () => {
  const random = createRandom("colours");
  const pixels = Uint8Array.from({ length: 40 * 30 * 3 }, () => 60 + random.integer(120));
  const bytes = await sharp(pixels, { raw: { width: 40, height: 30, channels: 3 } })
    .blur(2)
    .jpeg({ quality: 95 })
    .toBuffer();
  const viaRgb = await resizeDecoded(await decodeImage(bytes, 1e6), 40, 30);
  const luma = await resizePlain(bytes, plainJpegHeader(bytes)!, 40, 30);
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

test("resizePlain leaves to others a file of another size than its header says, and one that is no JPEG", async () => {
  const bytes = await grey().jpeg().toBuffer();
  expect(await resizePlain(bytes, { format: "jpeg", width: 99, height }, 53, 64)).toBeUndefined();
  expect(await resizePlain(Buffer.from("not an image"), { format: "jpeg", width, height }, 53, 64)).toBeUndefined();
});
