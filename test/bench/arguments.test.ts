import { expect, test } from "vitest";
import { listOf, wholeNumber, wholeNumbers } from "../../scripts/bench/arguments.js";

test("whole numbers are taken, and what is none is refused with the least that would do", () => {
  expect(wholeNumber(1)("3")).toBe(3);
  for (const text of ["0", "-1", "1.5", "x", "", "1e3"]) {
    expect(() => wholeNumber(1)(text)).toThrow(`Expected a whole number of at least 1. Received: ${text}.`);
  }
});

test("widths are separated by dashes or commas", () => {
  expect(wholeNumbers("4-8")).toEqual([4, 8]);
  expect(wholeNumbers("4,8,16")).toEqual([4, 8, 16]);
  expect(() => wholeNumbers("4-x")).toThrow("Received: x.");
});

test("an unknown name is refused with those that there are", () => {
  const parse = listOf("parts", ["training", "cache"]);
  expect(parse("cache, training")).toEqual(["cache", "training"]);
  expect(() => parse("trainning")).toThrow("Expected parts out of training,cache. Received: trainning.");
  expect(() => parse("")).toThrow("Received: none.");
});
