import { deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { decodeImage } from "../../lib/data/decodeImage.js";
import { luminance } from "../../lib/data/luminance.js";
import { encodeBmp } from "./encodeBmp.js";
import { greySharp, limbPixels, lyingPng, tinyPng } from "./fixtures.js";

const maxPixels = 1_000_000;
const reasonOf = async (bytes: Buffer): Promise<string> =>
  decodeImage(bytes, maxPixels).then(
    () => "none",
    (error: unknown) => (error as { reason: string }).reason,
  );

describe("refuses", () => {
  test("nothing as empty, and zeros and text as not an image", async () => {
    expect(await reasonOf(Buffer.alloc(0))).toBe("empty");
    expect(await reasonOf(Buffer.alloc(5000))).toBe("not an image");
    expect(await reasonOf(Buffer.from("hello"))).toBe("not an image");
  });

  test("a DICOM file and a PDF by name", async () => {
    const dicom = Buffer.alloc(200);
    dicom.write("DICM", 128);
    await expect(decodeImage(dicom, maxPixels)).rejects.toThrow("dicom is not read");
    expect(await reasonOf(Buffer.from("%PDF-1.7 and more"))).toBe("unsupported format");
  });

  test("a PNG that states 30,000 x 30,000 pixels, before decoding one", async () => {
    const started = performance.now();
    expect(await reasonOf(await lyingPng(30_000, 30_000))).toBe("too many pixels");
    expect(performance.now() - started).toBeLessThan(500);
  });

  test("a BMP that states 60,000 x 60,000 pixels", async () => {
    const bmp = encodeBmp(limbPixels(8, 8), 8, 24);
    bmp.writeInt32LE(60_000, 18);
    bmp.writeInt32LE(60_000, 22);
    expect(await reasonOf(bmp)).toBe("too many pixels");
  });

  test("a PNG that states more pixels than it has", async () => {
    expect(await reasonOf(await lyingPng(500, 500))).toMatch(/unreadable|truncated/);
  });

  test.each<[string, (image: Sharp) => Sharp]>([
    ["JPEG", (image) => image.jpeg()],
    ["progressive JPEG", (image) => image.jpeg({ progressive: true })],
    ["PNG", (image) => image.png()],
    ["WebP", (image) => image.webp()],
    ["GIF", (image) => image.gif()],
    ["TIFF", (image) => image.tiff({ compression: "lzw" })],
  ])("a %s cut short anywhere, as truncated", async (_, encode) => {
    const whole = await encode(greySharp(150, 200)).toBuffer();
    for (const share of [0.3, 0.6, 0.9, 0.98]) {
      expect(await reasonOf(whole.subarray(0, Math.floor(whole.length * share)))).toBe("truncated");
    }
    expect(await reasonOf(whole)).toBe("none");
  });

  test("a cut JPEG with a whole thumbnail inside, as truncated", async () => {
    const thumbnail = await greySharp(20, 20).jpeg().toBuffer();
    const comment = Buffer.concat([
      Buffer.from([0xff, 0xfe, (thumbnail.length + 2) >> 8, (thumbnail.length + 2) & 255]),
      thumbnail,
    ]);
    const jpeg = await greySharp(150, 200).jpeg().toBuffer();
    const nested = Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]);
    expect(await reasonOf(nested)).toBe("none");
    expect(await reasonOf(nested.subarray(0, nested.length - 300))).toBe("truncated");
  });

  test("a cut BMP, as truncated", async () => {
    expect(await reasonOf(encodeBmp(limbPixels(30, 20), 30, 8).subarray(0, 1200))).toBe("truncated");
    expect(await reasonOf(Buffer.from("BMI of all patients"))).toBe("not an image");
  });

  test("a JPEG damaged in its middle, as unreadable", async () => {
    const jpeg = await greySharp(150, 200).jpeg().toBuffer();
    const middle = jpeg.length >> 1;
    const damaged = Buffer.concat([jpeg.subarray(0, middle), jpeg.subarray(middle + 200)]);
    expect(await reasonOf(damaged)).toBe("unreadable");
  });
});

describe("BMP", () => {
  const blackAndWhite = limbPixels(37, 20).map((value) => (value > 100 ? 255 : 0));
  test.each([1, 4, 8, 24, 32] as const)("of %i bits is read to the pixel", async (bits) => {
    for (const options of [{}, { topDown: true }, { core: true }]) {
      const image = luminance(await decodeImage(encodeBmp(blackAndWhite, 37, bits, options), maxPixels));
      expect([...image.values]).toEqual([...blackAndWhite]);
    }
  });

  test("with run-length compression is refused by name", async () => {
    const bmp = encodeBmp(limbPixels(8, 8), 8, 8);
    bmp.writeUInt32LE(1, 30);
    expect(await reasonOf(bmp)).toBe("unsupported format");
  });
});

test("EXIF orientation is applied: size and pixels are the upright ones", async () => {
  const upright = await greySharp(40, 60).png().toBuffer();
  const lying = await sharp(upright).rotate(-90).withMetadata({ orientation: 6 }).png().toBuffer();
  const image = await decodeImage(lying, maxPixels);
  expect([image.width, image.height, image.wasTurned]).toEqual([40, 60, true]);
  expect([...luminance(image).values]).toEqual([...limbPixels(40, 60)]);
});

test("16 bits are kept, not cut to 8", async () => {
  const samples = Uint16Array.from({ length: 64 * 64 }, (_, i) => 1000 + i); // 12-bit range: 16 grey levels of 8 bits
  const png = await sharp(samples, { raw: { width: 64, height: 64, channels: 1 } })
    .toColourspace("grey16")
    .png()
    .toBuffer();
  const image = luminance(await decodeImage(png, maxPixels));
  expect([...image.values]).toEqual([...samples]);
});

test("transparent pixels are black", async () => {
  const rgba = Buffer.from([200, 200, 200, 255, 200, 200, 200, 0, 200, 200, 200, 128]);
  const png = await sharp(rgba, { raw: { width: 3, height: 1, channels: 4 } })
    .png()
    .toBuffer();
  const { values } = luminance(await decodeImage(png, maxPixels));
  expect(values[0]).toBe(200);
  expect(values[1]).toBe(0);
  expect(values[2]).toBeCloseTo((200 * 128) / 255, 3);
});

test("a name tells nothing: what counts is the content", async () => {
  expect((await decodeImage(await tinyPng(1), maxPixels)).format).toBe("png");
});

test("a zlib bomb behind a small header ends at the header's size", async () => {
  const png = await lyingPng(40, 40);
  const chunk = deflateSync(Buffer.alloc(50_000_000));
  const bomb = Buffer.concat([png.subarray(0, 33), lengthOf(chunk), Buffer.from("IDAT"), chunk, Buffer.alloc(4)]);
  expect(await reasonOf(bomb)).not.toBe("none");
});

function lengthOf(chunk: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(chunk.length);
  return length;
}
