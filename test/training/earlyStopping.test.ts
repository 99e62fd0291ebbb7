import { expect, test } from "vitest";
import { createEarlyStopping } from "../../lib/training/earlyStopping.js";
import { epochRank } from "../../lib/training/epochRank.js";

test("early stopping keeps the earlier of two equal epochs and never a NaN", () => {
  const stopping = createEarlyStopping(2);
  expect([0.7, NaN, 0.8, 0.8].map((value, i) => stopping.isBest(i + 1, value))).toEqual([true, false, true, false]);
  expect(stopping.bestEpoch()).toBe(3);
});

test("early stopping asks to stop when patience is over", () => {
  const stopping = createEarlyStopping(2);
  const stops = [1, 0.5, 0.6, 0.7].map((validationLoss, i) => {
    stopping.isBest(i + 1, epochRank("loss", { validationLoss, validationAuc: 0.5 }));
    return stopping.shouldStop(i + 1);
  });
  expect(stops).toEqual([false, false, false, true]);
});
