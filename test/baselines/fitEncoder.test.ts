import { expect, test } from "vitest";
import { fitEncoder } from "../../lib/baselines/fitEncoder.js";

const image = (number: number, name: string): { numbers: number[]; names: string[] } => ({
  numbers: [number],
  names: [name],
});
const training = [
  ...[1, 2, 3, 4, 5].map((number) => image(number, "hand")),
  ...[1, 2, 3, 4, 5].map((number) => image(number, "leg")),
  image(3, "hip"),
];

test("every feature has mean 0 and standard deviation 1 over the training images", () => {
  const common = training.slice(0, 10);
  const encoder = fitEncoder(common);
  expect(encoder.width).toBe(3);
  const rows = common.map((traits) => encoder.encode(traits));
  for (let k = 0; k < 3; k++) {
    const column = rows.map((row) => row[k]!);
    expect(column.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0);
    expect(column.reduce((sum, value) => sum + value * value, 0) / column.length).toBeCloseTo(1);
  }
});

test("a name that training lacks, or that fewer than five training images bear, counts as average and is said", () => {
  const encoder = fitEncoder(training);
  for (const name of ["skull", "hip"]) {
    expect([...encoder.encode(image(3, name))]).toEqual([0, 0, 0]);
    expect(encoder.hasUnknownName(image(3, name))).toBe(true);
  }
  expect(encoder.hasUnknownName(image(3, "leg"))).toBe(false);
  expect(encoder.encode(image(3, "leg"))[2]).toBeGreaterThan(0);
});

test("later images are measured by the training images' mean and spread, not by their own", () => {
  const encoder = fitEncoder(training);
  expect(encoder.encode(image(3 + 2, "hand"))[0]).toBeCloseTo(2 / Math.sqrt(20 / 11));
});

test("what is the same in all training images is no feature", () => {
  const same = Array.from({ length: 6 }, () => ({ numbers: [0.1 + 0.2], names: ["jpeg"] }));
  expect(fitEncoder(same).width).toBe(0);
});
