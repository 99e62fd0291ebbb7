import { expect, test } from "vitest";
import { nameStems } from "../../../lib/data/sources/nameStems.js";

const stemsOf = (...paths: string[]): boolean[][] => {
  const stems = nameStems(paths, () => "");
  return stems.map((stem) => stems.map((other) => stem !== undefined && stem === other));
};

test("chains of rotations and copies lead back to one radiograph", () => {
  const stems = nameStems(
    ["train/f/36-rotated1-rotated2-rotated1 (1).jpg", "test/f/36.jpg", "train/f/36-rotated3.JPG", "train/f/37.jpg"],
    () => "",
  );
  expect(stems[0]).toBeDefined();
  expect(new Set(stems.slice(0, 3)).size).toBe(1);
  expect(stems[3]).toBeUndefined();
});

test("two files called 1.jpg are two beginnings of a count", () => {
  expect(stemsOf("train/f/1.jpg", "test/f/1.jpg")).toEqual([
    [false, false],
    [false, false],
  ]);
});

test("names are compared within a scope only", () => {
  const [a, b] = nameStems(["fractured/5-rotated1.jpg", "intact/5-rotated1.jpg"], (i) => String(i));
  expect(a).not.toBe(b);
});

test("a name of nothing but a copy mark is its own stem", () => {
  expect(nameStems(["(1).jpg", "copy.png"], () => "")).toEqual([undefined, undefined]);
});

test("files that Windows renamed together are no copies of one another, and keep their own copies", () => {
  expect(nameStems(["img (1).png", "img (2).png", "img (3).png"], () => "")).toEqual([undefined, undefined, undefined]);
  expect(stemsOf("img (1).png", "img (1)-rotated1.png", "img (2).png", "img (2) - Copy.png")).toEqual([
    [true, true, false, false],
    [true, true, false, false],
    [false, false, true, true],
    [false, false, true, true],
  ]);
});

test.each([
  ["the bare name", ["36.jpg", "36 (1).jpg", "36 (1) (1).jpg"]],
  ["a rotation of it", ["36-rotated1.jpg", "36 (1).jpg", "36-rotated2 (2).jpg"]],
])("a number in brackets marks a copy beside %s", (_, paths) => {
  const stems = nameStems(paths, () => "");
  expect(stems[0]).toBeDefined();
  expect(new Set(stems).size).toBe(1);
});
