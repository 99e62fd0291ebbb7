import { expect, test } from "vitest";
import { fractureTypes, regions, simulateRadiograph, views } from "../../../lib/data/phantom/index.js";
import type { FractureInView, SimulatedRadiograph } from "../../../lib/data/phantom/index.js";
import { createRandom } from "../../../lib/random.js";

const size = 200; // small pictures: what is tested here does not depend on it

function simulate(seed: string, params: Parameters<typeof simulateRadiograph>[1] = {}): SimulatedRadiograph {
  return simulateRadiograph(createRandom(seed), { longestSidePixels: size, ...params });
}

test("the same seed gives the same bytes, another seed another picture", () => {
  const [first, again, other] = [simulate("a"), simulate("a"), simulate("b")];
  expect(Buffer.from(again.pixels).equals(first.pixels)).toBe(true);
  expect(again.fractures.map(({ box }) => box)).toEqual(first.fractures.map(({ box }) => box));
  expect(Buffer.from(other.pixels).equals(first.pixels)).toBe(false);
});

test.each(fractureTypes)("a %s fracture has a mask inside the image, and its box is the mask's own", (type) => {
  const seen = [0, 1, 2, 3].map((k) => simulate(`${type}/${k}`, { fracture: type }));
  const found = seen.flatMap((image) => image.fractures.map((fracture) => ({ image, fracture })));
  expect(found.some(({ fracture }) => fracture.type === type)).toBe(true);
  for (const { image, fracture } of found) {
    const { widthPixels, heightPixels } = image;
    expect(fracture.mask).toHaveLength(widthPixels * heightPixels);
    expect(pixelBox(fracture, widthPixels)).toEqual([
      Math.round(fracture.box.xMin * widthPixels),
      Math.round(fracture.box.yMin * heightPixels),
      Math.round(fracture.box.xMax * widthPixels),
      Math.round(fracture.box.yMax * heightPixels),
    ]);
  }
});

test("asked for none, no picture is fractured, and no mask or box comes with it", () => {
  for (let k = 0; k < 12; k++) {
    const image = simulate(`none/${k}`, { fracture: "none" });
    expect(image).toMatchObject({ label: "not_fractured", fractures: [] });
  }
});

test("with and without the fracture, all is alike but the broken bone", () => {
  const params = { region: "femur", view: "frontal" } as const;
  for (let k = 0; k < 6; k++) {
    const broken = simulate(`twin/${k}`, { ...params, fracture: "transverse" });
    const whole = simulate(`twin/${k}`, { ...params, fracture: "none" });
    const { label, fractures, pixels, ...rest } = broken;
    expect(whole).toMatchObject(rest);
    expect([label, fractures.length, pixels.length]).toEqual(["fractured", 1, whole.pixels.length]);
  }
});

test("region, view and size are what was asked for", () => {
  for (const region of regions) {
    for (const view of views) {
      const image = simulate("asked", { region, view });
      expect(image).toMatchObject({ region, view });
      expect(Math.max(image.widthPixels, image.heightPixels)).toBe(size);
    }
  }
});

test("bone is lighter than the air around it", () => {
  const image = simulate("air", { region: "forearm", fracture: "none", view: "frontal" });
  const sorted = [...image.pixels].sort((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length * 0.98)]! - sorted[Math.floor(sorted.length * 0.02)]!).toBeGreaterThan(120);
});

test("a greenstick opens one wall only: nothing came apart sideways, and the bone bent", () => {
  for (let k = 0; k < 6; k++) {
    const { fractures } = simulate(`greenstick/${k}`, { region: "femur", fracture: "greenstick" });
    for (const { angleDegrees, displacementMm } of fractures) {
      expect(angleDegrees).toBeGreaterThan(1);
      expect(displacementMm).toBeLessThan(1.5);
    }
  }
});

/** left, top, right and bottom edges of the marked pixels */
function pixelBox({ mask }: FractureInView, width: number): number[] {
  const marked = [...mask.keys()].filter((i) => mask[i] === 1);
  const columns = marked.map((i) => i % width);
  const rows = marked.map((i) => Math.floor(i / width));
  return [Math.min(...columns), Math.min(...rows), Math.max(...columns) + 1, Math.max(...rows) + 1];
}
