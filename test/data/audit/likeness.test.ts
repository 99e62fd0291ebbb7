import { expect, test } from "vitest";
import { copyLikeness, likeness } from "../../../lib/data/audit/likeness.js";

const sure = { correlation: 0.98, detail: 0.96, overlap: 0.9, pixels: 20_000, inliers: 40 };

test("what lies upon another to its texture is a copy", () => {
  expect(likeness(sure, 60)).toBeGreaterThan(copyLikeness);
});

test("bones of one shape with other texture are two radiographs", () => {
  expect(likeness({ ...sure, correlation: 0.9, detail: 0.7 }, 60)).toBeLessThan(copyLikeness);
});

test("a strip that agrees is too little to be a copy", () => {
  expect(likeness({ ...sure, overlap: 0.6 }, 60)).toBe(0);
  expect(likeness({ ...sure, pixels: 900 }, 60)).toBe(0);
});

test("fewer keypoints ask for more agreement", () => {
  expect(likeness({ ...sure, inliers: 6 }, 60)).toBeLessThan(likeness(sure, 60));
});

test("no pose is no likeness", () => {
  expect(likeness({ correlation: -1, detail: -1, overlap: 0, pixels: 0, inliers: 0 }, 60)).toBe(0);
});

test("a picture with few keypoints, or a part only that agrees, asks for more agreement", () => {
  expect(likeness({ ...sure, inliers: 9 }, 12)).toBeLessThan(likeness({ ...sure, inliers: 9 }, 30));
  expect(likeness({ ...sure, overlap: 0.7 }, 60)).toBeLessThan(likeness(sure, 60));
});

test("some forty agreeing keypoints of a hundred do not make up for other texture, seventy do for writing", () => {
  const exposedTwice = { ...sure, correlation: 0.95, detail: 0.91 };
  expect(likeness({ ...exposedTwice, inliers: 40 }, 110)).toBeLessThan(copyLikeness);
  expect(likeness({ ...exposedTwice, inliers: 70 }, 110)).toBeGreaterThan(copyLikeness);
});
