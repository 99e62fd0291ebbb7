import fc from "fast-check";
import { expect, test } from "vitest";
import { solvePositiveDefinite } from "../../lib/baselines/solvePositiveDefinite.js";

const entries = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 12, maxLength: 12 });

test("solvePositiveDefinite gives back the x that b was made with", () => {
  fc.assert(
    fc.property(entries, (values) => {
      const [n, factor, x] = [3, values.slice(0, 9), values.slice(9)];
      const matrix = new Float64Array(n * n); // B'B + 0.1 I
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          for (let k = 0; k < n; k++) matrix[i * n + j]! += factor[k * n + i]! * factor[k * n + j]!;
          if (i === j) matrix[i * n + j]! += 0.1;
        }
      }
      const right = Float64Array.from({ length: n }, (_, i) =>
        x.reduce((sum, value, j) => sum + matrix[i * n + j]! * value, 0),
      );
      solvePositiveDefinite(matrix, right).forEach((value, i) => {
        expect(value).toBeCloseTo(x[i]!, 8);
      });
    }),
  );
});

test("solvePositiveDefinite refuses a matrix that is not positive definite", () => {
  expect(() => solvePositiveDefinite(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toThrow(
    "Expected a positive definite matrix. Received: -3 at 1 of its diagonal",
  );
});
