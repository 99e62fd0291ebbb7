import { expect, test } from "vitest";
import { dataConfigSchema } from "../../lib/data/config.js";
import { copiesSearched, unsearchedNotice } from "../../lib/data/readGroupedSet.js";
import { evaluationData } from "../../lib/experiment/evaluationData.js";

const own = dataConfigSchema.parse({
  source: "folder",
  dir: "/own",
  groupsFile: "/own.csv",
  groupsHoldCopies: true,
  findCopies: false,
  imageSize: 64,
});

test("without another set named, it is the run's own as it was", () => {
  expect(evaluationData(own, {})).toBe(own);
});

test("another set takes neither the run's table of groups nor its leave to skip the search for copies", () => {
  const data = evaluationData(own, { source: "folder", dir: "/other" });
  expect(data).toMatchObject({ dir: "/other", findCopies: true, groupsHoldCopies: false, imageSize: 64 });
  expect(data).not.toHaveProperty("groupsFile");
});

test("a table of groups that is given for it counts", () => {
  expect(evaluationData(own, { dir: "/other", groupsFile: "/other.csv" })).toMatchObject({ groupsFile: "/other.csv" });
});

test("groups know of copies where these were searched for, patients are simulated, or a table is said to hold them", () => {
  const folder = dataConfigSchema.parse({ source: "folder", dir: "/a", findCopies: false });
  const patients = { ...folder, groupsFile: "/lists/patients.csv" };
  expect(copiesSearched(folder)).toBe(false);
  expect(copiesSearched({ ...folder, findCopies: true })).toBe(true);
  expect(copiesSearched({ ...folder, source: "phantom" })).toBe(true);
  expect(copiesSearched(patients)).toBe(false); // a hospital's list of patients is no search for copies
  expect(copiesSearched({ ...patients, groupsHoldCopies: true })).toBe(true);
  expect(unsearchedNotice(folder)).toMatch(/^Copies of radiographs were NOT searched for/);
  expect(unsearchedNotice(patients)).toMatch(
    /^Groups are as patients\.csv says; copies of radiographs were NOT searched for/,
  );
  expect(unsearchedNotice({ ...patients, groupsHoldCopies: true })).toBeUndefined();
});
