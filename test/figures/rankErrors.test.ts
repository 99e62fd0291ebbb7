import { expect, test } from "vitest";
import { rankErrors } from "../../lib/figures/rankErrors.js";

test("rankErrors puts the surest error first, and takes a tie in the images' order", () => {
  const labels = [1, 1, 1, 0, 0, 0, 0];
  const probs = [0.4, 0.1, 0.5, 0.5, 0.9, 0.2, 0.5];
  expect(rankErrors(labels, probs, 0.5)).toEqual({ missed: [1, 0], falseAlarms: [4, 3, 6] });
});

test("rankErrors wants one probability an image", () => {
  expect(() => rankErrors([1, 0], [0.5], 0.5)).toThrow("Received: 1 for 2 images");
});
