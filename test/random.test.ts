import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "../lib/random.js";

test("createRandom gives the same numbers for the same seed on every machine", () => {
  const random = createRandom(1);
  // Values of this implementation, kept so that no edit changes old results in silence.
  expect([random.integer(1000), random.integer(1000), random.integer(1000)]).toMatchInlineSnapshot(`
    [
      210,
      222,
      490,
    ]
  `);
});

test("neighbouring seeds and forks have nothing in common", () => {
  const draw = (seed: number | string): number[] => {
    const random = createRandom(seed);
    return Array.from({ length: 5 }, () => random.uniform());
  };
  expect(new Set([...draw(1), ...draw(2), ...draw("1/a"), ...draw("1/b")]).size).toBe(20);
});

test("a fork does not depend on what was drawn before, and drawing from it changes nothing", () => {
  const [used, fresh] = [createRandom(3), createRandom(3)];
  used.fork("x").uniform();
  expect(used.uniform()).toBe(fresh.uniform());
  expect(used.fork("x").uniform()).toBe(createRandom(3).fork("x").uniform());
});

test("uniform is uniform: chi-square over 20 bins stays under its 1e-4 tail", () => {
  const random = createRandom("chi");
  const bins = new Array<number>(20).fill(0);
  for (let i = 0; i < 20_000; i++) bins[Math.floor(random.uniform() * 20)]! += 1;
  const chiSquare = bins.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
  expect(chiSquare).toBeLessThan(50.8); // chi-square of 19 degrees of freedom, 1 - 1e-4 (scipy.stats.chi2.ppf)
});

test("normal has mean 0, variance 1 and normal tails", () => {
  const random = createRandom("normal");
  const values = Array.from({ length: 40_000 }, () => random.normal());
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + v * v, 0) / values.length;
  const beyondTwo = values.filter((v) => Math.abs(v) > 2).length / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.02); // four standard errors
  expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.005);
});

test("shuffle keeps every item and puts each anywhere", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
      expect(createRandom(seed).shuffle(items).sort()).toEqual([...items].sort());
    }),
  );
  const firsts = Array.from({ length: 3000 }, (_, seed) => createRandom(seed).shuffle([0, 1, 2])[0]);
  for (const item of [0, 1, 2]) expect(Math.abs(firsts.filter((f) => f === item).length - 1000)).toBeLessThan(110);
});

test("integer covers 0 .. n - 1 and refuses n below 1", () => {
  const random = createRandom(5);
  expect(new Set(Array.from({ length: 200 }, () => random.integer(7)))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
  expect(() => random.integer(0)).toThrow("Expected a positive integer. Received: n=0");
});
