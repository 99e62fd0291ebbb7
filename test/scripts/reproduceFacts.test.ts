import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { experimentConfigSchema } from "../../lib/experiment/config.js";
import { noteFacts } from "../../lib/experiment/noteFacts.js";
import {
  compareFacts,
  factsReport,
  readCommittedFacts,
  readNotedFacts,
  writeCommittedFacts,
} from "../../scripts/reproduce/facts.js";
import { reproduceTable } from "../../scripts/reproduce/table.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "facts-"));
});
afterAll(() => rm(folder, { recursive: true }));

const differences = [{ what: "version.sharp", committed: "0.35.4", here: "0.35.5" }];

test("a notebook notes data, config, versions and machine, and no folder of this machine", async () => {
  const file = join(folder, "noted.jsonl");
  const config = experimentConfigSchema.parse({ name: "t", data: { dir: "/somewhere", imageSize: 96 } });
  const settings = { root: process.cwd(), computeEnvironment: { TF_NUM_INTRAOP_THREADS: "2" } };
  await noteFacts(file, config, "digest-1", settings);
  await noteFacts(file, { ...config, seed: config.seed + 1 }, "digest-2", settings);
  const facts = await readNotedFacts(file);
  expect(facts).toMatchObject({
    data: "digest-1",
    "config.data.imageSize": "96",
    "version.node": process.versions.node,
    "machine.TF_NUM_INTRAOP_THREADS": "2",
    "set 2: data": "digest-2",
    "set 2: config.seed": String(config.seed + 1),
  });
  for (const name of ["libvips", "libtensorflow", "sharp", "tslab", "danfojs-node", "fracture-kernels"]) {
    expect(facts[`version.${name}`], name).toMatch(/^[\d.]+$|^[\da-f]{12}$/);
  }
  expect(Object.keys(facts).filter((name) => name.startsWith("set 2"))).toHaveLength(2);
  expect(JSON.stringify(facts)).not.toContain("/somewhere");
});

test("facts are committed by setting, and none committed is undefined", async () => {
  await writeCommittedFacts(folder, "01", "phantom/full", { data: "a" });
  await writeCommittedFacts(folder, "01", "phantom/quick", { data: "b" });
  expect(await readCommittedFacts(folder, "01", "phantom/full")).toEqual({ data: "a" });
  expect(await readCommittedFacts(folder, "01", "folder/full")).toBeUndefined();
  expect(await readCommittedFacts(folder, "02", "phantom/full")).toBeUndefined();
});

test("a fact that is other, new or gone differs", () => {
  expect(compareFacts({ a: "1", b: "1", c: "1" }, { a: "1", b: "2", d: "1" })).toEqual([
    { what: "b", committed: "1", here: "2" },
    { what: "c", committed: "1", here: undefined },
    { what: "d", committed: undefined, here: "1" },
  ]);
});

test("the report has a line a difference, and one short line where there is none", () => {
  expect(factsReport([{ name: "01-data", differences: [] }])).toBe("Data, versions, config and machine: as committed.");
  expect(factsReport([{ name: "01-data", differences }, { name: "02-next" }]).split("\n")).toEqual([
    "Made with something else than the committed numbers:",
    "01-data  version.sharp: committed 0.35.4, here 0.35.5",
    "Nothing committed about data, versions and config at this setting: 02-next",
  ]);
});

test("a drift points to what differs; a number that holds does not", () => {
  const numbers = {
    images: { value: 1, committed: 1, isDrift: false },
    auc: { value: 0.5, committed: 0.9, isDrift: true },
  };
  const lines = reproduceTable([{ name: "01-data", status: "drift", seconds: 1, numbers, differences }]).split("\n");
  expect(lines[1]).toMatch(/OK$/);
  expect(lines[2]).toMatch(/DRIFT, perhaps by version\.sharp$/);
});
