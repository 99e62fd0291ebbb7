import fc from "fast-check";
import { expect, test } from "vitest";
import { selectNth } from "../../lib/data/selectNth.js";

const numbers = fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 60 });

test("selectNth gives what sorting gives, also with many equal values and after other selections", () => {
  const few = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(fc.oneof(numbers, few), fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), (values, picks) => {
      const sorted = Float32Array.from(values).sort();
      const scratch = Float32Array.from(values);
      for (const pick of picks) {
        const n = pick % values.length;
        expect(selectNth(scratch, n) === sorted[n]).toBe(true); // -0 is 0 here
      }
      const inOrder = (all: Iterable<number>): number[] => Array.from(all, (value) => value + 0).sort((a, b) => a - b); // -0 + 0 is 0
      expect(inOrder(scratch)).toEqual(inOrder(values.map(Math.fround)));
    }),
  );
});
