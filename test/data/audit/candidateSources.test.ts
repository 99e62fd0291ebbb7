import { expect, test } from "vitest";
import { countSources, mergePairs } from "../../../lib/data/audit/candidateSources.js";

const byKeypoints = [
  { first: 0, second: 1, isMirrored: true },
  { first: 1, second: 2, isMirrored: false },
];
const suggested = [
  [0, 1],
  [2, 3],
  [3, 4],
] as const;

test("a suggested pair that keypoints did not name is tried both ways, one that they named is not tried again", () => {
  expect(mergePairs(byKeypoints, suggested)).toEqual([
    ...byKeypoints,
    { first: 2, second: 3, isMirrored: false },
    { first: 2, second: 3, isMirrored: true },
    { first: 3, second: 4, isMirrored: false },
    { first: 3, second: 4, isMirrored: true },
  ]);
});

test("every source is told what it named, what was confirmed, and what it found alone", () => {
  const compared = [
    { first: 0, second: 1, likeness: 0.99 },
    { first: 1, second: 2, likeness: 0.2 },
    { first: 2, second: 3, likeness: 0.98 },
    { first: 3, second: 4, likeness: 0.5 },
  ];
  expect(countSources(byKeypoints, suggested, compared)).toEqual([
    { source: "keypoints", pairs: 2, copies: 1, copiesOnlyHere: 0 },
    { source: "embedding", pairs: 3, copies: 2, copiesOnlyHere: 1 },
  ]);
  expect(countSources(byKeypoints, undefined, compared)).toEqual([
    { source: "keypoints", pairs: 2, copies: 1, copiesOnlyHere: 1 },
  ]);
});
