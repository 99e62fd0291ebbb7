import { expect, test } from "vitest";
import type { ComparedPair } from "../../../lib/data/audit/comparePairs.js";
import { joinCopies } from "../../../lib/data/audit/joinCopies.js";
import { settleCopies } from "../../../lib/data/audit/settleCopies.js";

const pair = (first: number, second: number, likeness: number): ComparedPair => ({ first, second, likeness });

/** Every two of these, as alike as copies are. */
const copies = (members: readonly number[]): ComparedPair[] =>
  members.flatMap((first, i) => members.slice(i + 1).map((second) => pair(first, second, 0.97)));

const [ten, otherTen] = [0, 10].map((from) => Array.from({ length: 10 }, (_, i) => from + i)) as [number[], number[]];
const groupsOfTen = [...copies(ten), ...copies(otherTen)];
const apart = [...ten.map(() => 0), ...otherTen.map(() => 10)];

/** Groups when whatever is asked for shows this likeness, and which pairs were asked for. */
async function settled(count: number, pairs: readonly ComparedPair[], likeness: number) {
  const asked = new Set<string>();
  const groups = await settleCopies(count, pairs, (open) => {
    for (const { first, second } of open) asked.add(`${first} ${second}`);
    return Promise.resolve(open.map(({ first, second }) => pair(first, second, likeness)));
  });
  return { groups, asked: [...asked] };
}

test("copies of one radiograph share the smallest index, directly or through others", () => {
  expect(joinCopies(5, [pair(1, 3, 0.95), pair(3, 4, 0.95), pair(0, 2, 0.5)])).toEqual({
    groups: [0, 1, 2, 1, 1],
    open: [],
  });
});

test("one mistaken pair does not join two groups whose other pairs disagree", () => {
  const within = [pair(0, 1, 0.99), pair(2, 3, 0.99)];
  const between = [pair(0, 2, 0.95), pair(0, 3, 0.6), pair(1, 2, 0.7), pair(1, 3, 0.7)];
  expect(joinCopies(4, [...within, ...between])).toEqual({ groups: [0, 0, 2, 2], open: [] });
});

test("a single copy joins by one sure pair, however unlike the group's other members look", () => {
  const pairs = [pair(0, 1, 0.99), pair(1, 2, 0.98), pair(0, 3, 0.95), pair(1, 3, 0.7), pair(2, 3, 0.7)];
  expect(joinCopies(4, pairs).groups).toEqual([0, 0, 0, 0]);
});

test("one mistaken pair is all that was compared between two groups of ten: they stay apart, at the cost of four more", async () => {
  const { groups, open } = joinCopies(20, [...groupsOfTen, pair(7, 15, 0.96)]);
  expect(groups).toEqual(apart);
  expect(open).toHaveLength(4);
  const { groups: end, asked } = await settled(20, [...groupsOfTen, pair(7, 15, 0.96)], 0.6);
  expect(end).toEqual(apart);
  expect(asked).toHaveLength(4);
});

test("two groups of ten of one radiograph that one pair links are joined when their typical members agree", async () => {
  const { groups } = await settled(20, [...groupsOfTen, pair(7, 15, 0.96)], 0.96);
  expect(groups).toEqual(new Array(20).fill(0));
});

test("a copy that joined the wrong group does not bring its own along, though each of these is like it", async () => {
  const pairs = [...groupsOfTen, pair(7, 15, 0.999)]; // surer than any right pair: 7 and 15 are a group of their own first
  const { groups } = await settled(20, pairs, 0.6);
  expect(new Set(groups)).toEqual(new Set([0, 10]));
  expect(groups.filter((group) => group === 0).length).toBeLessThanOrEqual(11);
});

test("witnesses are those most like the rest of their group, not the one that is like few", () => {
  const loose = [pair(3, 4, 0.96), ...copies([0, 1, 2, 3]), ...copies([5, 6, 7])]; // 4 hangs on 3 alone
  const { open } = joinCopies(8, [...loose, pair(4, 5, 0.95)]);
  expect(open.length).toBeGreaterThan(0);
  expect(open.flat()).not.toContain(4);
});

test("the order of the pairs changes nothing", () => {
  const pairs = [pair(0, 1, 0.95), pair(2, 3, 0.95), pair(1, 2, 0.95), pair(4, 5, 0.956), pair(0, 3, 0.96)];
  expect(joinCopies(6, [...pairs].reverse())).toEqual(joinCopies(6, pairs));
});
