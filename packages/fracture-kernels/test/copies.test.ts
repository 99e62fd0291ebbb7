import { alignCopies, describeRadiograph, encodeDescription, makeVocabulary, searchCopies } from "fracture-kernels";
import { expect, test } from "vitest";
import { createRandom } from "../../../lib/random.js";

const side = 64;
const descriptionBytes = 29_600;

/** Blobs on a slope: a picture with keypoints. */
function blobs(seed: string): Uint8Array {
  const random = createRandom(seed);
  const spots = Array.from({ length: 25 }, () => [random.between(4, 60), random.between(4, 60), random.between(2, 5)]);
  return Uint8Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    const light = spots.map(([cx, cy, r]) => Math.exp(-((x - cx!) ** 2 + (y - cy!) ** 2) / r! ** 2));
    return Math.min(245, 40 + x + 90 * light.reduce((a, b) => a + b, 0));
  });
}

async function describe(pixels: Uint8Array): Promise<Uint8Array> {
  const into = new Uint8Array(descriptionBytes);
  await describeRadiograph(pixels, side, into);
  return into;
}

async function align(a: Uint8Array, b: Uint8Array, isMirrored = 0): Promise<Float32Array> {
  const into = new Float32Array(5);
  await alignCopies(a, await describe(a), b, await describe(b), Uint8Array.of(isMirrored), side, into);
  return into;
}

test("a picture lies upon itself, and upon its mirror image once mirrored", async () => {
  const picture = blobs("a");
  const mirrored = picture.map((_, i) => picture[i - (i % side) + (side - 1 - (i % side))]!);
  expect((await align(picture, picture))[1]).toBeGreaterThan(0.99);
  expect((await align(picture, mirrored, 1))[1]).toBeGreaterThan(0.99);
  expect((await align(picture, mirrored, 0))[1]).toBeLessThan(0.8);
  expect((await align(picture, blobs("b")))[1]).toBeLessThan(0.8);
});

test("a blank picture has no keypoints and lies upon nothing", async () => {
  const blank = new Uint8Array(side * side);
  expect((await describe(blank)).every((byte) => byte === 0)).toBe(true);
  expect((await align(blank, blank))[0]).toBe(-1);
});

test("arrays that do not go together are refused with a sentence", () => {
  const pixels = new Uint8Array(side * side);
  const description = new Uint8Array(descriptionBytes);
  expect(() => describeRadiograph(pixels, 62, description)).toThrow(TypeError);
  expect(() => describeRadiograph(pixels.subarray(0, 65 * 65), 65, description)).toThrow(/Expected an even side/);
  expect(() => describeRadiograph(pixels, side, description.subarray(1))).toThrow(/Expected room for descriptionBytes/);
  expect(() => makeVocabulary(description.subarray(0, 148), 2, new Float32Array(1))).toThrow(/a keypoint or more/);
  expect(() => makeVocabulary(description, 2, new Float32Array(1))).toThrow(/Expected room for a vocabulary/);
  const codes = new Uint8Array(16);
  expect(() => encodeDescription(new Float32Array(1), 2, description, side, codes, codes)).toThrow(/vocabulary/);
  const search = (starts: number[]) =>
    searchCopies(codes, codes, Float64Array.from(starts), 2, 0, 1, new Float32Array(2));
  expect(() => search([0, 2])).toThrow(/a code a keypoint/);
  expect(() => search([1, 1])).toThrow(/where each image's codes begin/);
  expect(() => search([0, 2, 1])).toThrow(/starts that rise/);
  const pair = (into: Float32Array) =>
    alignCopies(pixels, description, pixels, description, new Uint8Array(1), side, into);
  expect(() => pair(new Float32Array(6))).toThrow(/five numbers a pair/);
});
