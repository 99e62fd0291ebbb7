import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { standardize, type StandardizeOptions } from "../../lib/data/standardize.js";
import { encodeBmp } from "./encodeBmp.js";
import { greySharp, limbPixels } from "./fixtures.js";

const options: StandardizeOptions = { imageSize: 64, maxPixels: 1_000_000, intensityPercentiles: [0.5, 99.5] };
const [width, height] = [186, 227];
const reference = async (): Promise<Uint8Array> =>
  standardize(await greySharp(width, height).png().toBuffer(), options);

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}

const colour = (): Sharp => greySharp(width, height).toColourspace("srgb");

describe("the same radiograph gives the same pixels", () => {
  test.each<[string, () => Promise<Buffer>]>([
    ["RGB PNG", () => colour().png().toBuffer()],
    ["RGBA PNG", () => colour().ensureAlpha().png().toBuffer()],
    ["lossless WebP", () => colour().webp({ lossless: true }).toBuffer()],
    ["TIFF", () => greySharp(width, height).tiff({ compression: "lzw" }).toBuffer()],
    ["8-bit BMP", () => Promise.resolve(encodeBmp(limbPixels(width, height), width, 8))],
    ["24-bit BMP", () => Promise.resolve(encodeBmp(limbPixels(width, height), width, 24))],
    ["16-bit PNG", () => greySharp(width, height).toColourspace("grey16").png().toBuffer()],
    ["12 bits in a 16-bit PNG", () => wide(16).toColourspace("grey16").png().toBuffer()],
  ])("from %s, exactly", async (_, encode) => {
    expect(meanDifference(await standardize(await encode(), options), await reference())).toBeLessThan(0.01);
  });

  test.each<[string, () => Promise<Buffer>]>([
    ["JPEG", () => greySharp(width, height).jpeg({ quality: 95 }).toBuffer()],
    ["WebP", () => colour().webp({ quality: 95 }).toBuffer()],
    ["GIF", () => colour().gif().toBuffer()],
    ["palette PNG", () => colour().png({ palette: true, colours: 256, dither: 0 }).toBuffer()],
    [
      "JPEG of twice the size",
      () =>
        greySharp(width, height)
          .resize(width * 2)
          .jpeg({ quality: 95 })
          .toBuffer(),
    ],
  ])("from %s, within two grey levels", async (_, encode) => {
    expect(meanDifference(await standardize(await encode(), options), await reference())).toBeLessThan(2);
  });

  test("from CMYK with its profile, within four", async () => {
    const cmyk = await colour().withIccProfile("cmyk").jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe("cmyk");
    expect(meanDifference(await standardize(cmyk, options), await reference())).toBeLessThan(4);
  });

  test("from a file lying on its side with an EXIF note", async () => {
    const lying = await sharp(await greySharp(width, height).png().toBuffer())
      .rotate(90)
      .withMetadata({ orientation: 8 })
      .png()
      .toBuffer();
    expect(await standardize(lying, options)).toEqual(await reference());
  });

  test("stored with dark bones", async () => {
    const inverted = await greySharp(width, height).negate().png().toBuffer();
    expect(meanDifference(await standardize(inverted, options), await reference())).toBeLessThan(0.6); // rounding of .5
  });

  test("darker and with less contrast", async () => {
    const faint = await greySharp(width, height).linear(0.5, 20).png().toBuffer();
    expect(meanDifference(await standardize(faint, options), await reference())).toBeLessThan(2);
  });
});

test("black bars fill the square and take no part in the contrast", async () => {
  const pixels = await reference();
  const row = pixels.subarray(32 * 64, 33 * 64);
  expect([...row.subarray(0, 5), ...row.subarray(60)]).toEqual(new Array(9).fill(0)); // 52 of 64 columns
  expect(Math.max(...pixels)).toBe(255);
  expect(row.subarray(6, 58).filter((value) => value === 0).length).toBeLessThan(52);
});

test("a blank image becomes black, not noise", async () => {
  const blank = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#777" } })
    .png()
    .toBuffer();
  expect(Math.max(...(await standardize(blank, options)))).toBe(0);
});

test("one pixel is an image", async () => {
  const dot = await sharp({ create: { width: 1, height: 1, channels: 3, background: "#777" } })
    .png()
    .toBuffer();
  expect(await standardize(dot, options)).toHaveLength(64 * 64);
});

test("of an animation the first frame counts", async () => {
  const frames = [limbPixels(60, 80), limbPixels(60, 80).map((value) => 255 - value)].map((frame) =>
    sharp(frame, { raw: { width: 60, height: 80, channels: 1 } })
      .png()
      .toBuffer(),
  );
  const gif = await sharp(await Promise.all(frames), { join: { animated: true } })
    .gif()
    .toBuffer();
  const first = await standardize(await sharp(gif).png().toBuffer(), options);
  expect(await standardize(gif, options)).toEqual(first);
});

/** The same picture with each level times a factor, in 16 bits. */
function wide(factor: number): Sharp {
  const samples = Uint16Array.from(limbPixels(width, height), (value) => value * factor);
  return sharp(samples, { raw: { width, height, channels: 1 } });
}
