import fc from "fast-check";
import { expect, test } from "vitest";
import { boxesInSquare } from "../../lib/data/boxesInSquare.js";
import { alterations } from "../../lib/explain/alterations.js";
import { boxPixels } from "../../lib/explain/boxRegions.js";
import { coverBox } from "../../lib/explain/coverBox.js";
import { decoyBoxes } from "../../lib/explain/decoyBoxes.js";
import { subset } from "../../lib/data/subset.js";
import { createRandom } from "../../lib/random.js";
import { plantedBars, side } from "./plantedBars.js";

const inBox = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 5 }))
  .map(([left, top, size]) => ({ left, top, right: left + size, bottom: top + size }));

test("coverBox gives a plane back as it was, whatever was drawn inside", () => {
  const property = fc.property(inBox, fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), (box, a, b) => {
    const plane = Uint8Array.from({ length: 18 * 18 }, (_, p) => 20 + a * (p % 18) + b * Math.floor(p / 18));
    const drawn = Uint8Array.from(plane);
    for (let y = box.top; y < box.bottom; y++) drawn.fill(255, y * 18 + box.left, y * 18 + box.right);
    coverBox(drawn, 18, box);
    expect([...drawn]).toEqual([...plane]);
  });
  fc.assert(property, { seed: 1 });
});

test("coverBox lets a shaft go on through the box, and touches nothing outside", () => {
  const shaft = Uint8Array.from({ length: 100 }, (_, p) => (p % 10 >= 3 && p % 10 < 7 ? 200 : 30));
  const broken = Uint8Array.from(shaft);
  broken.fill(0, 43, 47); // a dark line across the shaft
  coverBox(broken, 10, { left: 2, top: 3, right: 8, bottom: 6 });
  expect([...broken]).toEqual([...shaft]);
});

test("coverBox keeps to the grey levels where edges and corners disagree, and covers a whole image", () => {
  const edges = new Uint8Array(25).fill(255);
  for (const corner of [0, 4, 20, 24]) edges[corner] = 0; // edge to edge and corner to corner: 255 + 255 - 0
  coverBox(edges, 5, { left: 1, top: 1, right: 4, bottom: 4 });
  expect(edges[12]).toBe(255);
  const whole = new Uint8Array(25).fill(7);
  coverBox(whole, 5, { left: 0, top: 0, right: 5, bottom: 5 });
  expect([...whole]).toEqual(new Array(25).fill(7));
});

test("boxPixels keeps a box inside the image and at least one pixel large", () => {
  expect(boxPixels({ xMin: 0.25, xMax: 0.5, yMin: 0.5, yMax: 0.75 }, 16)).toEqual({
    left: 4,
    right: 8,
    top: 8,
    bottom: 12,
  });
  expect(boxPixels({ xMin: 0, xMax: 1, yMin: -1, yMax: 2 }, 16, 3)).toEqual({ left: 0, right: 16, top: 0, bottom: 16 });
  expect(boxPixels({ xMin: 1, xMax: 1, yMin: 0.5, yMax: 0.5 }, 16)).toEqual({ left: 15, right: 16, top: 8, bottom: 9 });
});

test("decoys are another patient's boxes, of the same region where one fits, and touch no fracture of the image", () => {
  const bars = plantedBars(60, 1);
  const regions = bars.radiographs.map((radiograph, i) => ({ ...radiograph, region: i % 4 < 2 ? "hand" : "hip" }));
  const dataset = { ...bars, radiographs: regions };
  const decoys = decoyBoxes(dataset, createRandom(1));
  decoys.forEach((boxes, i) => {
    const [box] = boxes;
    const donors = regions.filter((radiograph) => JSON.stringify(boxesInSquare(radiograph)) === JSON.stringify(boxes));
    expect(donors.length, String(i)).toBeGreaterThan(0);
    expect(donors.some(({ group }) => group !== regions[i]!.group)).toBe(true);
    const own = regions[i]!.boxes?.[0];
    if (!own) expect(donors.map(({ region }) => region)).toContain(regions[i]!.region);
    else {
      const apart = box!.xMax <= own.xMin || own.xMax <= box!.xMin || box!.yMax <= own.yMin || own.yMax <= box!.yMin;
      expect(apart).toBe(true);
    }
  });
  expect(decoyBoxes(dataset, createRandom(1))).toEqual(decoys);
  const intact = subset(
    bars,
    bars.radiographs.filter(({ boxes }) => !boxes),
  );
  expect(() => decoyBoxes(intact, createRandom(1))).toThrow("Expected images with fracture boxes. Received: none");
});

test("border alone and border covered share the picture between them and leave the letterbox black", () => {
  const bars = plantedBars(2, 1);
  const wide = { ...bars.radiographs[1]!, widthPixels: 64, heightPixels: 32 }; // fills the middle half of the square
  const dataset = { ...bars, radiographs: [bars.radiographs[0]!, wide] };
  const altered = alterations(dataset, { random: createRandom(1), borderShare: 0.25, fillGrey: 77 });
  const [rim, inside] = [new Uint8Array(side * side), new Uint8Array(side * side)];
  altered["border alone"]!(rim, 1);
  altered["border covered"]!(inside, 1);
  const at = (x: number, y: number): number[] => [rim[y * side + x]!, inside[y * side + x]!];
  expect(at(16, 16)).toEqual([77, 0]); // the middle is gone from the first
  expect(at(1, 16)).toEqual([0, 77]); // the rim from the second
  expect(at(16, 2)).toEqual([0, 0]); // the letterbox from neither
  const changed = (pixels: Uint8Array): number => pixels.filter((value) => value === 77).length;
  expect(changed(rim)).toBe(16 * 8); // half of 32 by half of 16
  expect(changed(rim) + changed(inside)).toBe(32 * 16);
});
