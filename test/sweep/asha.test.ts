import { expect, test } from "vitest";
import { createRandom } from "../../lib/random.js";
import { createAsha } from "../../lib/sweep/asha.js";

test("createAsha lets every trial reach the first rung, and the best third of them go on from there", () => {
  const asha = createAsha({ graceEpochs: 2, reductionFactor: 3 });
  for (let trial = 0; trial < 9; trial++) expect(asha.report(String(trial), 1, trial)).toBe(true);
  const goesOn = Array.from({ length: 9 }, (_, trial) => asha.report(String(trial), 2, 9 - trial));
  expect(goesOn).toEqual([true, false, false, false, false, false, false, false, false]); // each is worse than the first
  expect(asha.report("late and best", 2, 100)).toBe(true);
  expect(asha.report("late and second", 2, 50)).toBe(true);
});

test("createAsha asks at graceEpochs times powers of the reduction factor only", () => {
  const asha = createAsha({ graceEpochs: 1, reductionFactor: 3 });
  for (let epoch = 1; epoch <= 27; epoch++) asha.report("best", epoch, 1);
  const stops = Array.from({ length: 27 }, (_, i) => i + 1).filter((epoch) => !asha.report("worst", epoch, 0));
  expect(stops).toEqual([1, 3, 9, 27]);
});

test("createAsha never lets a trial go on that has no number", () => {
  const asha = createAsha({ graceEpochs: 1, reductionFactor: 2 });
  expect(asha.report("a", 1, NaN)).toBe(false);
  expect(asha.report("b", 1, 0.5)).toBe(true);
});

test("createAsha spends a third of the epochs of full trials and still finds one of the best", () => {
  let [spent, found] = [0, 0];
  for (let seed = 0; seed < 20; seed++) {
    const random = createRandom(seed);
    const asha = createAsha({ graceEpochs: 1, reductionFactor: 3 });
    const qualities = Array.from({ length: 27 }, () => random.uniform());
    const finished = qualities.filter((quality, trial) => {
      for (let epoch = 1; epoch <= 27; epoch++) {
        spent += 1;
        if (epoch < 27 && !asha.report(String(trial), epoch, quality * (1 - 1 / (epoch + 1)))) return false;
      }
      return true;
    });
    if (Math.max(...finished) >= [...qualities].sort((a, b) => b - a)[2]!) found += 1;
  }
  expect(spent).toBeLessThan(20 * 27 * 27 * 0.34);
  expect(found).toBeGreaterThan(14);
});
