import { expect, test } from "vitest";
import { joinCopies } from "../../../lib/data/audit/joinCopies.js";

const pair = (first: number, second: number, likeness: number) => ({ first, second, likeness });

test("copies of one radiograph share the smallest index, directly or through others", () => {
  expect(joinCopies(5, [pair(1, 3, 0.95), pair(3, 4, 0.95), pair(0, 2, 0.5)])).toEqual([0, 1, 2, 1, 1]);
});

test("one mistaken pair does not join two groups whose other pairs disagree", () => {
  const within = [pair(0, 1, 0.99), pair(2, 3, 0.99)];
  const between = [pair(0, 2, 0.95), pair(0, 3, 0.6), pair(1, 2, 0.7)];
  expect(joinCopies(4, [...within, ...between])).toEqual([0, 0, 2, 2]);
});

test("a single copy joins by one sure pair, however unlike the group's other members look", () => {
  const pairs = [pair(0, 1, 0.99), pair(1, 2, 0.98), pair(0, 3, 0.95), pair(1, 3, 0.7), pair(2, 3, 0.7)];
  expect(joinCopies(4, pairs)).toEqual([0, 0, 0, 0]);
});

test("the order of the pairs changes nothing", () => {
  const pairs = [pair(0, 1, 0.95), pair(2, 3, 0.95), pair(1, 2, 0.95), pair(4, 5, 0.956), pair(0, 3, 0.96)];
  expect(joinCopies(6, [...pairs].reverse())).toEqual(joinCopies(6, pairs));
});
