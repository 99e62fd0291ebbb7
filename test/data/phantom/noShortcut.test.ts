import { expect, test } from "vitest";
import { drawFractureType, fractureTypes } from "../../../lib/data/phantom/fracture.js";
import { createPatient, radiographOf } from "../../../lib/data/phantom/index.js";
import { rocAuc } from "../../../lib/metrics/rocAuc.js";
import { createRandom } from "../../../lib/random.js";
import { fitLogistic, pixels32 } from "./logisticRegression.js";

test("every type of fracture comes up as often as it should", () => {
  const random = createRandom("types");
  const draws = Array.from({ length: 20_000 }, () => drawFractureType(random));
  const shares = fractureTypes.map((type) => draws.filter((drawn) => drawn === type).length / draws.length);
  const expected = [0.22, 0.22, 0.16, 0.14, 0.08, 0.11, 0.07];
  shares.forEach((share, k) => {
    expect(Math.abs(share - expected[k]!)).toBeLessThan(0.01); // more than three standard errors
  });
});

// The full-size version, on the default 1,470 images, is noShortcut.slow.test.ts.
test("logistic regression on 32 x 32 pixels does not see fractures in 320 small pictures", () => {
  const images = Array.from({ length: 160 }, (_, n) => {
    const random = createRandom(`linear/${n}`);
    const patient = createPatient(random);
    return [0, 1].map((k) => radiographOf(random.fork(k), patient, random.uniform() < 0.72, { longestSidePixels: 64 }));
  }).flat();
  const features = images.map(({ pixels, widthPixels, heightPixels }) => pixels32(pixels, widthPixels, heightPixels));
  const labels = images.map(({ label }) => (label === "fractured" ? 1 : 0));
  const share = labels.filter((label) => label === 1).length / labels.length;
  expect(share).toBeGreaterThan(0.38);
  expect(share).toBeLessThan(0.56);
  const score = fitLogistic(features.slice(0, 220), labels.slice(0, 220), { steps: 150 });
  const scores = features.slice(220).map(score);
  expect(rocAuc(labels.slice(220), scores)).toBeLessThan(0.65);
});
