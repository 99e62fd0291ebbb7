import { expect, test } from "vitest";
import { dataConfigSchema } from "../../lib/data/config.js";
import { copiesSearched } from "../../lib/data/readGroupedSet.js";
import { evaluationData } from "../../lib/experiment/evaluationData.js";

const own = dataConfigSchema.parse({
  source: "folder",
  dir: "/own",
  groupsFile: "/own.csv",
  findCopies: false,
  imageSize: 64,
});

test("without another set named, it is the run's own as it was", () => {
  expect(evaluationData(own, {})).toBe(own);
});

test("another set takes neither the run's table of groups nor its leave to skip the search for copies", () => {
  const data = evaluationData(own, { source: "folder", dir: "/other" });
  expect(data).toMatchObject({ dir: "/other", findCopies: true, imageSize: 64 });
  expect(data).not.toHaveProperty("groupsFile");
});

test("a table of groups that is given for it counts", () => {
  expect(evaluationData(own, { dir: "/other", groupsFile: "/other.csv" })).toMatchObject({ groupsFile: "/other.csv" });
});

test("groups know of copies where these were searched for, a table was given, or patients are simulated", () => {
  const folder = { source: "folder", findCopies: false, groupsFile: undefined } as const;
  expect(copiesSearched(folder)).toBe(false);
  expect(copiesSearched({ ...folder, findCopies: true })).toBe(true);
  expect(copiesSearched({ ...folder, groupsFile: "a.csv" })).toBe(true);
  expect(copiesSearched({ ...folder, source: "phantom" })).toBe(true);
});
