import { expect, test } from "vitest";
import { peerNames } from "../../bench/contestants.js";
import { partNames } from "../../bench/runPart.js";
import { requireConsistent, type Asked } from "../../scripts/bench/requireConsistent.js";

const whole: Asked = { filters: [4, 8], size: 16, steps: 30, parts: partNames, peers: peerNames };

const whatThePageWouldLose: Partial<Asked>[] = [{ parts: ["training"] }, { peers: ["tfjs"] }];

test.each(whatThePageWouldLose)("the page's comparison is not replaced by a part of it: %j", (asked) => {
  expect(() => {
    requireConsistent({ ...whole, ...asked });
  }).not.toThrow();
  expect(() => {
    requireConsistent({ ...whole, ...asked, writeReadme: true });
  }).toThrow("bench: expected --write-readme without --only and --without");
});

test("a whole comparison may be written, and so may a profile or curves, which have sections of their own", () => {
  expect(() => {
    requireConsistent({ ...whole, writeReadme: true });
  }).not.toThrow();
  const alone: Asked = { ...whole, profile: true, writeReadme: true, parts: [], peers: [] };
  expect(() => {
    requireConsistent(alone);
  }).not.toThrow();
});

test("a profile needs a step beside those that warm up", () => {
  expect(() => {
    requireConsistent({ ...whole, profile: true, steps: 1 });
  }).toThrow("Received: 1.");
  expect(() => {
    requireConsistent({ ...whole, profile: true, steps: 2 });
  }).not.toThrow();
  expect(() => {
    requireConsistent({ ...whole, steps: 1 });
  }).not.toThrow();
});

test("an image that filters would halve to nothing is refused", () => {
  expect(() => {
    requireConsistent({ ...whole, filters: [4, 4, 4, 4, 4] });
  }).toThrow("Received: 5 filters at 16 pixels.");
});
