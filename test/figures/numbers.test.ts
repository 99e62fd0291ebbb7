import fc from "fast-check";
import { expect, test } from "vitest";
import { decimal, percent, thinned, withInterval } from "../../lib/figures/numbers.js";

interface Point {
  x: number;
  y: number;
}

const x = (point: Point): number => point.x;
const y = (point: Point): number => point.y;

const staircase = fc.array(fc.boolean(), { minLength: 1, maxLength: 200 }).map((steps) => {
  const points: Point[] = [{ x: 0, y: 0 }];
  for (const goesUp of steps) {
    const { x: atX, y: atY } = points.at(-1)!;
    points.push(goesUp ? { x: atX, y: atY + 1 } : { x: atX + 1, y: atY });
  }
  return points;
});

test("thinning a staircase keeps its ends and the area under it", () => {
  const area = (points: readonly Point[]): number =>
    points.slice(1).reduce((sum, point, k) => sum + (point.x - points[k]!.x) * point.y, 0);
  fc.assert(
    fc.property(staircase, (points) => {
      const thin = thinned(points, x, y);
      expect(area(thin)).toBe(area(points));
      expect([thin[0], thin.at(-1)]).toEqual([points[0], points.at(-1)]);
    }),
  );
});

test("thinning leaves at most so many points, the ends among them", () => {
  const points = Array.from({ length: 5000 }, (_, k) => ({ x: k, y: k * k }));
  const thin = thinned(points, x, y, 300);
  expect(thin).toHaveLength(300);
  expect([thin[0], thin.at(-1)]).toEqual([points[0], points.at(-1)]);
});

test("numbers read well, and what is undefined says so", () => {
  expect([decimal(0.87123), decimal(NaN), percent(0.456), percent(NaN)]).toEqual([
    "0.871",
    "undefined",
    "45.6 %",
    "undefined",
  ]);
  expect(withInterval({ value: 0.871, low: 0.8, high: 0.9 })).toBe("0.871 [0.800, 0.900]");
  expect(withInterval({ value: 0.871, low: NaN, high: NaN })).toBe("0.871");
  expect(withInterval({ value: NaN, low: NaN, high: NaN })).toBe("undefined");
});
