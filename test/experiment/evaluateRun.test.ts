import { cp, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toCsv } from "../../lib/csv.js";
import { evaluateRun, type RunEvaluation } from "../../lib/experiment/evaluateRun.js";
import { evaluationData } from "../../lib/experiment/evaluationData.js";
import { addPictures, simulatePictures, untrainedRun, type Pictures, type UntrainedRun } from "./untrainedRun.js";

let folder: string;
let ownDir: string;
let own: UntrainedRun;
let strangers: Pictures;
let elsewhere: string;

const options = () => ({ cacheDir: folder });
type Given = Parameters<typeof evaluationData>[1];
const judge = ({ run }: UntrainedRun, given: Given = {}, part?: "train" | "all"): Promise<RunEvaluation> =>
  evaluateRun(run, evaluationData(run.saved.config.data, given), part, options());

/** @returns the folder of a set that is the run's own but for what is done to it */
async function changed(change: (dir: string) => Promise<unknown>): Promise<string> {
  const dir = await mkdtemp(join(folder, "changed-"));
  await cp(ownDir, dir, { recursive: true });
  await change(dir);
  return dir;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fracture-evaluate-"));
  ownDir = await addPictures(join(folder, "own"), "own", await simulatePictures(24, 5, folder));
  own = await untrainedRun(ownDir, folder);
  strangers = await simulatePictures(8, 6, folder);
  elsewhere = await addPictures(join(folder, "elsewhere"), "stranger", strangers);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("on its own test images a run has baselines beside it, has seen none, and copies need no search", async () => {
  const result = await judge(own);
  expect(result.judged).toMatchObject({ part: "test", isOwnData: true });
  expect(result.evaluation.predictions).toHaveLength(own.data.splits.test.labels.length);
  expect(result.seen).toEqual({ bytes: 0, copies: 0, group: 0 });
  expect(result.trainingCopies).toBeUndefined();
  expect(result.baselines.baselines?.judged.map(({ name }) => name)).toContain("grey histogram");
});

test("baselines are for the test images of a set that is whole, and say why there are none elsewhere", async () => {
  const reasonOf = async (given: Given, part?: "train" | "all"): Promise<string | undefined> => {
    const { baselines, baselinesReason } = (await judge(own, given, part)).baselines;
    expect(baselines).toBeNull();
    return baselinesReason;
  };
  expect(await reasonOf({}, "all")).toMatch(/some of these are judged/);
  expect(await reasonOf({ dir: elsewhere })).toMatch(/this is another set/);

  const { path, label } = own.data.splits.train.radiographs[0]!;
  expect(await reasonOf({ dir: await changed((dir) => rm(join(dir, path))) })).toMatch(
    /1 of these are no longer there/,
  );
  const other = own.data.manifest.classes.find((name) => name !== label)!;
  const relabelled = await changed((dir) => rename(join(dir, path), join(dir, other, "relabelled.png")));
  expect(await reasonOf({ dir: relabelled })).toBe("1 images of the run have other labels now.");
});

test("in another set, turned, mirrored and re-encoded training images are found, and hardly a stranger is taken for one", async () => {
  const dir = await addPictures(
    await addPictures(join(folder, "mixed"), "stranger", strangers),
    "copy",
    {
      root: own.data.manifest.root,
      radiographs: own.data.splits.train.radiographs.slice(0, 6),
    },
    (from, to) => sharp(from).flop().rotate(20).toFile(to),
  );
  const { seen, trainingCopies, judged } = await judge(own, { dir });
  const { contents, comparedWith } = trainingCopies!;
  const found = judged.radiographs.filter(({ sha256 }) => contents.has(sha256));
  expect(found.filter(({ path }) => path.includes("copy"))).toHaveLength(6);
  expect(found.length - 6).toBeLessThanOrEqual(1); // simulated bones are more alike than real ones
  expect(seen).toMatchObject({ bytes: 0, copies: found.length });
  expect(comparedWith).toBe(own.run.saved.trainedOn.length);
});

test("where the training images are gone, evaluate says that it could not look for their copies", async () => {
  const { saved } = own.run;
  const config = { ...saved.config, data: { ...saved.config.data, dir: join(folder, "gone") } };
  const run = { ...own, run: { ...own.run, saved: { ...saved, config } } };
  const { seen, trainingCopies } = await judge(run, { dir: elsewhere });
  expect(seen.copies).toBe(0);
  expect(trainingCopies).toMatchObject({ comparedWith: 0, reason: "the run's training images are not at hand" });
});

test("a table of groups is refused for the run's own images, which keep those of their training", async () => {
  await expect(judge(own, { groupsFile: join(folder, "groups.csv") })).rejects.toThrow(
    /^--groups: expected another set than the run's own.*Leave --groups out\.$/,
  );
});

test("all of its own set, grown, still goes by the table of groups that it was trained with", async () => {
  const { radiographs } = own.data.manifest;
  const known = radiographs[0]!.path;
  const added = { root: strangers.root, radiographs: strangers.radiographs.slice(0, 1) };
  const dir = await changed((grown) => addPictures(grown, "new", added));
  const path = join(added.radiographs[0]!.label, `new 0.${added.radiographs[0]!.path.split(".").at(-1)!}`);
  const rows = [...radiographs.map((image) => [image.path, image.path]), [path, known]];
  const groupsFile = join(folder, "own-groups.csv");
  await writeFile(groupsFile, toCsv(["path", "group"], rows));
  const { saved } = own.run;
  const config = { ...saved.config, data: { ...saved.config.data, groupsFile } };

  const { judged } = await judge({ ...own, run: { ...own.run, saved: { ...saved, config } } }, { dir }, "all");
  expect(judged).toMatchObject({ isOwnData: true, unknown: 1 });
  const groupOf = (wanted: string): string => judged.radiographs.find((image) => image.path === wanted)!.group;
  expect(groupOf(path)).toBe(groupOf(known));
});

test("images of one class are refused in words", async () => {
  const [label] = own.data.manifest.classes as [string];
  const dir = await changed(async (grown) => {
    for (const { path } of own.data.splits.test.radiographs) if (!path.startsWith(label)) await rm(join(grown, path));
  });
  await expect(judge(own, { dir })).rejects.toThrow(
    new RegExp(
      `^evaluate: expected images of both classes in test. Received: \\d+ images of ${label}. Choose another --split.$`,
    ),
  );
});
