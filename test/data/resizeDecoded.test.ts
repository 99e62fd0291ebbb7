import fc from "fast-check";
import { expect, test } from "vitest";
import type { DecodedImage } from "../../lib/data/decodeImage.js";
import { luminance } from "../../lib/data/luminance.js";
import { resize } from "../../lib/data/resize.js";
import { resizeDecoded } from "../../lib/data/resizeDecoded.js";
import { createRandom } from "../../lib/random.js";

const channelsOf = { grey: 1, rgb: 3, rgba: 4, cmyk: 4 } as const;

function noise(kind: DecodedImage["kind"], width: number, height: number, bits: 8 | 16): DecodedImage {
  const random = createRandom(`${kind} ${width} ${height}`);
  const length = width * height * channelsOf[kind];
  const level = (): number => random.integer(2 ** bits);
  const samples = bits === 8 ? Uint8Array.from({ length }, level) : Uint16Array.from({ length }, level);
  return {
    format: "png",
    width,
    height,
    fileChannels: channelsOf[kind],
    kind,
    wasTurned: false,
    hasExif: false,
    samples,
  };
}

test("resizeDecoded gives the bits of resize(luminance(…)) for every kind of image, shrinking and enlarging", async () => {
  const side = fc.integer({ min: 1, max: 90 });
  const kinds = fc.constantFrom("grey" as const, "rgb" as const, "rgba" as const, "cmyk" as const);
  const property = fc.asyncProperty(
    kinds,
    fc.constantFrom(8 as const, 16 as const),
    fc.tuple(side, side, side, side),
    async (kind, bits, [width, height, columns, rows]) => {
      const image = noise(kind, width, height, bits);
      expect(await resizeDecoded(image, columns, rows)).toEqual(resize(luminance(image), columns, rows));
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

test("images resized at the same time do not disturb one another", async () => {
  const images = Array.from({ length: 16 }, (_, i) => noise("rgb", 200 + i, 300 - i, 8));
  const together = await Promise.all(images.map((image) => resizeDecoded(image, 80, 128)));
  expect(together).toEqual(images.map((image) => resize(luminance(image), 80, 128)));
});
