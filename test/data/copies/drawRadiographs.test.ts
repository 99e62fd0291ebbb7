import { expect, test } from "vitest";
import { drawRadiographs } from "../../../lib/data/copies/drawRadiographs.js";
import { radiograph } from "../fixtures.js";

/** Groups of 1, 2 and 5 radiographs. */
const all = [1, 2, 5].flatMap((size) =>
  Array.from({ length: size }, (_, i) => radiograph({ path: `${size}-${i}`, group: String(size) })),
);

test("no group gives a second radiograph before every other gave its first", () => {
  for (let seed = 0; seed < 20; seed++) {
    expect(new Set(drawRadiographs(all, 3, seed).map(({ group }) => group)).size).toBe(3);
    expect(
      drawRadiographs(all, 5, seed)
        .map(({ group }) => group)
        .slice(3)
        .sort(),
    ).toEqual(["2", "5"]);
  }
});

test("none is drawn twice, and all can be drawn", () => {
  expect(new Set(drawRadiographs(all, 8, 1)).size).toBe(8);
});

test("the seed decides", () => {
  expect(drawRadiographs(all, 4, 1)).toEqual(drawRadiographs(all, 4, 1));
  const draws = Array.from({ length: 10 }, (_, seed) =>
    drawRadiographs(all, 4, seed)
      .map(({ path }) => path)
      .join(),
  );
  expect(new Set(draws).size).toBeGreaterThan(5);
});

test("too few to draw from is said so", () => {
  expect(() => drawRadiographs(all, 9, 1)).toThrow("Expected at least 9 radiographs to draw from. Received: 8.");
});
