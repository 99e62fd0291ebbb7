import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { groupsCsv, readGroupsFile } from "../../lib/data/groupsFile.js";
import { buildManifest } from "../../lib/data/manifest.js";
import { countGroups, regroup } from "../../lib/data/regroup.js";
import { radiograph, temporaryFolder } from "./fixtures.js";

const manifest = buildManifest({
  source: "folder",
  root: "/a",
  classes: ["not_fractured", "fractured"],
  radiographs: ["a1", "a2", "b1", "c1", "d1"].map((name) =>
    radiograph({ path: `${name}.png`, group: `patient ${name[0]!}` }),
  ),
  rejected: [{ path: "broken.png", label: "fractured", reason: "truncated", detail: "" }],
});

function groupsOf(ties: Parameters<typeof regroup>[1]): string[] {
  return regroup(manifest, ties).radiographs.map(({ group }) => group.replace("patient ", ""));
}

test("ties join groups through others, whichever tie says so; untouched groups keep their names, and nothing is divided", () => {
  const first = new Map([
    ["a2.png", "x"],
    ["b1.png", "x"],
    ["a1.png", "y"],
  ]);
  const second = new Map([
    ["b1.png", "x"],
    ["d1.png", "x"],
  ]);
  expect(groupsOf([({ path }) => first.get(path)])).toEqual(["a", "a", "a", "c", "d"]);
  expect(groupsOf([({ path }) => first.get(path), ({ path }) => second.get(path)])).toEqual(["a", "a", "a", "c", "a"]);
  expect(groupsOf([])).toEqual(["a", "a", "b", "c", "d"]);
  expect(countGroups(manifest)).toBe(4);
});

test("two ties with the same key are not one", () => {
  const one = ({ path }: { path: string }): string | undefined => (path === "b1.png" ? "x" : undefined);
  const other = ({ path }: { path: string }): string | undefined => (path === "c1.png" ? "x" : undefined);
  expect(groupsOf([one, other])).toEqual(["a", "a", "b", "c", "d"]);
});

test("groups joined later leave the data's digest alone", () => {
  expect(regroup(manifest, [() => "all one"]).digest).toBe(manifest.digest);
});

async function groupsFile(text: string): ReturnType<typeof readGroupsFile> {
  const file = join(await temporaryFolder(), "groups.csv");
  await writeFile(file, text);
  return readGroupsFile(file, manifest);
}

const rows = "path,group\na1.png,1\na2.png,2\nb1.png,2\nc1.png,3\nd1.png,4\n";

test("a table of groups joins them; it may list refused files too", async () => {
  expect(groupsOf([await groupsFile(`${rows}broken.png,9\n`)])).toEqual(["a", "a", "a", "c", "d"]);
});

test("the audit's table has two columns and is taken as it is; other columns of a table say nothing", async () => {
  const audited = groupsCsv(manifest.radiographs.map(({ path }) => ({ path, radiograph: "one" })));
  expect(audited).toMatch(/^path,group\na1\.png,one\n/);
  expect(new Set(groupsOf([await groupsFile(audited)])).size).toBe(1);
  const patients = rows
    .replaceAll(/\n(?=.)/g, ",x\n")
    .replace("group,x", "group,sex")
    .replace(/\n$/, ",x\n");
  expect(groupsOf([await groupsFile(patients)])).toEqual(["a", "a", "a", "c", "d"]);
});

test("a table of groups that lists an image twice is refused by name: the last row would take it from its copies", async () => {
  await expect(groupsFile(`${rows}a2.png,9\nb1.png,9\na2.png,9\n`)).rejects.toMatchObject({
    message: expect.stringMatching(
      /^Expected one row for each file in .*groups\.csv\. Received: several for a2\.png, b1\.png \(2 in all\)\./,
    ) as string,
    exitCode: 2,
  });
});

test("a table of groups with unknown paths, without some, or with other columns is one sentence", async () => {
  await expect(groupsFile(`${rows}e1.png,5\n`)).rejects.toThrow(
    /expected a row for every image of \/a and no other in .*groups\.csv\. Received: 1 unknown \(e1\.png\)\./,
  );
  await expect(groupsFile(rows.replace("d1.png,4\n", ""))).rejects.toThrow("Received: 1 without a row (d1.png).");
  await expect(groupsFile(rows.replace("group", "patient"))).rejects.toThrow(
    /Expected a table with the columns path,group in .* Received: path,patient\./,
  );
  await expect(readGroupsFile("/no/such.csv", manifest)).rejects.toThrow(
    "data.groupsFile: expected a file that can be read",
  );
});
