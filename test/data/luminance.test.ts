import { expect, test } from "vitest";
import type { DecodedImage } from "../../lib/data/decodeImage.js";
import { luminance } from "../../lib/data/luminance.js";

const image = (kind: DecodedImage["kind"], samples: Uint8Array | Uint16Array): DecodedImage => {
  return { format: "png", width: 1, height: 1, fileChannels: 3, kind, wasTurned: false, hasExif: false, samples };
};

test("every grey stored as a colour is exactly that grey", () => {
  for (let grey = 0; grey < 256; grey++) {
    expect(luminance(image("rgb", Uint8Array.of(grey, grey, grey))).values[0]).toBe(grey);
  }
});

test("colours weigh as in Rec. 601", () => {
  expect(luminance(image("rgb", Uint8Array.of(255, 0, 0))).values[0]).toBeCloseTo(76.245, 3);
  expect(luminance(image("rgb", Uint16Array.of(0, 65535, 0))).values[0]).toBeCloseTo(0.587 * 65535, 1);
});

test("CMYK without a profile: no ink is white, full black ink is black, equal colour inks are grey", () => {
  expect(luminance(image("cmyk", Uint8Array.of(0, 0, 0, 0))).values[0]).toBe(255);
  expect(luminance(image("cmyk", Uint8Array.of(0, 0, 0, 255))).values[0]).toBe(0);
  expect(luminance(image("cmyk", Uint8Array.of(55, 55, 55, 0))).values[0]).toBe(200);
});
