import { expect, test } from "vitest";
import { pairedDifference, pairedRatio, spreadOf } from "../../bench/statistics.js";
import { studentQuantile } from "../../bench/studentQuantile.js";

test("spreadOf gives the median, the least and the most, in whatever order rounds came", () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
  expect(spreadOf([4, 1])).toEqual({ median: 2.5, min: 1, max: 4 });
  expect(() => spreadOf([])).toThrow("Expected at least one number");
});

test("pairedRatio divides within a round: a machine slowed for one round slows both sides", () => {
  expect(pairedRatio([100, 50, 100], [80, 40, 80])).toEqual({ median: 1.25, min: 1.25, max: 1.25 });
  expect(() => pairedRatio([1, 2], [1])).toThrow("Expected as many rounds of both. Received: 2 and 1");
});

// scipy.stats.t.ppf(.975, df)
test.each([
  [1, 12.706204736174694],
  [2, 4.302652729749462],
  [3, 3.1824463052837078],
  [4, 2.7764451051977934],
  [9, 2.262157162798205],
  [30, 2.0422724563012378],
])("studentQuantile of .975 with %i degrees of freedom equals scipy's", (degrees, expected) => {
  expect(studentQuantile(0.975, degrees)).toBeCloseTo(expected, 10);
});

test("studentQuantile refuses what it has no answer for", () => {
  expect(() => studentQuantile(0.5, 4)).toThrow("Expected a share between 0.5 and 1. Received: 0.5");
  expect(() => studentQuantile(0.975, 2.5)).toThrow("Received: 2.5");
});

test("pairedDifference equals scipy's interval of the paired t-test", () => {
  // scipy.stats.ttest_rel([.61, .64, .60, .63, .66], [.60, .61, .61, .60, .62]).confidence_interval(.95)
  const { mean, low, high } = pairedDifference([0.61, 0.64, 0.6, 0.63, 0.66], [0.6, 0.61, 0.61, 0.6, 0.62]);
  expect(mean).toBeCloseTo(0.02, 10);
  expect(low).toBeCloseTo(-0.0048332, 6);
  expect(high).toBeCloseTo(0.0448332, 6);
  expect(() => pairedDifference([1], [1])).toThrow("Expected two pairs or more");
});
