import fc from "fast-check";
import { expect, test } from "vitest";
import { cramersV } from "../../../lib/data/audit/cramersV.js";

test("cramersV is 1 where one name tells the other, 0 where they are independent", () => {
  expect(cramersV(["png", "png", "jpeg"], ["a", "a", "b"])).toBeCloseTo(1, 12);
  expect(cramersV(["png", "jpeg", "png", "jpeg"], ["a", "a", "b", "b"])).toBeCloseTo(0, 12);
});

test("cramersV equals the phi coefficient of a 2 x 2 table", () => {
  const [a, b]: [string[], string[]] = [[], []];
  for (const [x, y, count] of [
    ["p", "u", 10],
    ["p", "v", 20],
    ["q", "u", 30],
    ["q", "v", 5],
  ] as const) {
    a.push(...new Array<string>(count).fill(x));
    b.push(...new Array<string>(count).fill(y));
  }
  const phi = Math.abs(10 * 5 - 20 * 30) / Math.sqrt(30 * 35 * 40 * 25);
  expect(cramersV(a, b)).toBeCloseTo(phi, 12);
});

test("cramersV of one name only is 0", () => {
  expect(cramersV(["png", "png"], ["a", "b"])).toBe(0);
});

test("cramersV is symmetric and within 0 .. 1", () => {
  const rows = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("x", "y")), { minLength: 1 });
  fc.assert(
    fc.property(rows, (pairs) => {
      const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
      const v = cramersV(a, b);
      expect(v).toBeCloseTo(cramersV(b, a), 10);
      expect(v).toBeGreaterThanOrEqual(0);
      expect(v).toBeLessThanOrEqual(1 + 1e-9);
    }),
  );
});
