import { expect, test } from "vitest";
import { requireSamePixels } from "../../bench/parts/standardize.js";

test("a peer that makes other pixels is refused by name, but for the recipe that leaves the stretch out", () => {
  expect(() => {
    requireSamePixels({ pil: 0.3, tfdataStretched: 2, tfdata: 8.7 });
  }).not.toThrow();
  expect(() => {
    requireSamePixels({ pil: 0.3, tfdataStretched: 8.7 });
  }).toThrow(
    "bench: expected the pixels of tfdataStretched within 2 grey levels of this project's. Received: 8.7 apart.",
  );
  expect(() => {
    requireSamePixels({ pil: Number.NaN });
  }).toThrow("Received: NaN apart.");
});
