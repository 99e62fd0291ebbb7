import { expect, test } from "vitest";
import { subset } from "../../lib/data/subset.js";
import { radiograph } from "./fixtures.js";

const [a, b, c] = ["a", "b", "c"].map((path) => radiograph({ path })) as [
  ReturnType<typeof radiograph>,
  ReturnType<typeof radiograph>,
  ReturnType<typeof radiograph>,
];
const dataset = {
  imageSize: 1,
  pixels: Uint8Array.of(10, 20, 30),
  labels: Uint8Array.of(0, 1, 0),
  radiographs: [a, b, c],
};

test("subset takes images in the order asked for", () => {
  expect(subset(dataset, [c, b])).toEqual({
    imageSize: 1,
    pixels: Uint8Array.of(30, 20),
    labels: Uint8Array.of(0, 1),
    radiographs: [c, b],
  });
});

test("subset of a stranger says so", () => {
  expect(() => subset(dataset, [radiograph({ path: "z" })])).toThrow(
    "Expected radiographs of this data set. Received: z",
  );
});
