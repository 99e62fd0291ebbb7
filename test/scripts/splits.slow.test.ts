import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCopiesSet, type CopiesSet } from "../../lib/data/copies/makeCopiesSet.js";
import { createPhantomSource } from "../../lib/data/phantom/index.js";
import { parseSplitCsv } from "../../lib/data/splitCsv.js";
import {
  hasMlflow,
  mlflowServer,
  python,
  type MlflowServer,
} from "../../packages/mlflow-js-client/test/mlflowServer.js";
import { runScript, type Ended } from "./runScript.js";

const tiny = ["data.imageSize=32", "model.filters=[8,8]", "evaluation.resamples=100", "training.epochs=1"];
let folder: string;
let server: MlflowServer;
/** Radiographs of simulated patients, each in three files under names that tell nothing. */
let set: CopiesSet;
const made: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "splits-"));
  const { root, radiographs } = await createPhantomSource({ patients: 20, seed: 5 }, folder).manifest();
  const firstViews = [...new Map(radiographs.map((file) => [file.group, file])).values()];
  const chains = ["mirrored", "gamma and gain", "quarter turn"] as const;
  const recipe = { chains, contentsEach: 3, filesEach: 3, lyingShare: 0, seed: "splits" };
  set = await makeCopiesSet({ root, radiographs: firstViews }, recipe, { cacheDir: folder });
  server = await mlflowServer(folder);
  if (hasMlflow) await server.start();
});
afterAll(async () => {
  await server.kill();
  for (const runId of made) await rm(join("experiments", "runs", runId), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

async function command(script: string, args: string[], until?: RegExp): Promise<Ended> {
  const env = { FRACTURE_CACHE_DIR: join(folder, "cache"), MLFLOW_TRACKING_URI: server.uri };
  return runScript(script, args, { env, ...(until && { until }) });
}

function experiment(args: string[], until?: RegExp): Promise<Ended> {
  return command("experiment", ["cnn-baseline", ...tiny, ...args], until);
}

/** What --json wrote; its runs are removed after the tests. */
async function readResult(file: string): Promise<Result> {
  const result = JSON.parse(await readFile(file, "utf8")) as Result;
  made.push(result.runId, ...(result.folds ?? []).map(({ runId }) => runId));
  return result;
}

interface Result {
  runId: string;
  status: string;
  split: { by: string; digest: string; leaky: boolean };
  folds?: { runId: string; metrics: { test: { auc: object } } }[];
  metrics: { test: { auc: { value: number; low: number; high: number } } };
}

/** A run as Python's client sees it, with its children and the names of its artifacts. */
const look =
  "import json,sys,mlflow; c=mlflow.MlflowClient(); r=c.get_run(sys.argv[1]); " +
  "k=c.search_runs([r.info.experiment_id], filter_string=\"tags.mlflow.parentRunId='%s'\" % sys.argv[1]); " +
  "print(json.dumps(dict(name=r.info.run_name, status=r.info.status, metrics={k: v for k, v in r.data.metrics.items() if v == v}, params=r.data.params, tags=r.data.tags, " +
  "children=[dict(name=x.info.run_name, status=x.info.status) for x in k], " +
  "files=[a.path for d in ('split','metrics','predictions','figures') for a in c.list_artifacts(sys.argv[1], d)])))";

interface Seen {
  name: string;
  status: string;
  metrics: Record<string, number>;
  params: Record<string, string>;
  tags: Record<string, string>;
  children: { name: string; status: string }[];
  files: string[];
}

async function artifact(runId: string, path: string): Promise<string> {
  const code =
    "import json,sys,mlflow; print(json.dumps(mlflow.artifacts.load_text('runs:/%s/%s' % (sys.argv[1], sys.argv[2]))))";
  return (await python(server.uri, code, runId, path)) as string;
}

describe.skipIf(!hasMlflow)("cross-validation", () => {
  const phantoms = ["data.phantom.patients=30"];

  test("a parent holds what its folds say together, and a fold judged again gives its own result", async () => {
    const file = join(folder, "folds.json");
    const ended = await experiment([...phantoms, "--folds", "3", "--json", file]);
    expect(ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining("Warning") as string });
    expect(ended.stdout).toMatch(/^Cross-validated AUC 0\.\d{3} \[/m);
    const { runId, status, folds, metrics, split } = await readResult(file);
    expect(ended.stdout.split("\n")[0]).toBe(`run ${runId}`);
    expect({ status, split }).toMatchObject({ status: "finished", split: { by: "group", leaky: false } });
    const seen = (await python(server.uri, look, runId)) as Seen;
    expect(seen).toMatchObject({
      status: "FINISHED",
      params: { "split.digest": split.digest, "split.folds": "3" },
      tags: { "split.leaky": "false", "mlflow.note.content": expect.stringMatching(/^Cross-validated AUC/) as string },
    });
    expect(seen.name).toMatch(/^cnn-baseline .*, 3 folds$/);
    expect(seen.children.map(({ name }) => name).sort()).toEqual(["fold 1", "fold 2", "fold 3"]);
    expect(seen.children.every((child) => child.status === "FINISHED")).toBe(true);
    expect(seen.metrics["test/auc"]).toBeCloseTo(metrics.test.auc.value, 6);
    expect(seen.metrics["test/auc.high"]).toBeCloseTo(metrics.test.auc.high, 6);
    expect(seen.files).toEqual(
      expect.arrayContaining(["split/folds.csv", "metrics/folds.csv", "predictions/out-of-fold.csv"]),
    );
    const verdicts = (await artifact(runId, "predictions/out-of-fold.csv")).trim().split("\n");
    const places = (await artifact(runId, "split/folds.csv")).trim().split("\n");
    expect(verdicts[0]).toBe("path,fold,repeat,label,prob,logit,group,sha256");
    expect(
      verdicts
        .slice(1)
        .map((row) => row.split(",")[0])
        .sort(),
    ).toEqual(places.slice(1).map((row) => row.split(",")[0]));

    const [fold] = folds!;
    const judged = await command("evaluate", [fold!.runId, "--json", join(folder, "judged.json")]);
    expect(judged.code).toBe(0);
    const again = JSON.parse(await readFile(join(folder, "judged.json"), "utf8")) as Result["metrics"] & {
      metrics: { auc: object };
      seenInTraining: number;
    };
    expect(again.metrics.auc).toEqual(fold!.metrics.test.auc);
    expect(again.seenInTraining).toBe(0);

    // One fold alone, by the split that its run wrote down.
    const written = join(folder, "split.csv");
    await writeFile(written, await artifact(fold!.runId, "split/split.csv"));
    const alone = join(folder, "alone.json");
    await experiment([...phantoms, `data.splitFile=${written}`, "--json", alone]);
    const repeated = await readResult(alone);
    expect(repeated.split.by).toBe("file");
    expect(repeated.metrics.test.auc).toEqual(fold!.metrics.test.auc);
  });

  test("Ctrl-C in the second fold ends it and the parent as KILLED, exit 130", async () => {
    const args = [...phantoms, "training.epochs=300", "training.stopAfterStaleEpochs=2", "training.learningRate=1e-6"];
    const ended = await experiment([...args, "--folds", "3"], /fold 2 of 3/);
    expect(ended.code).toBe(130);
    const runId = /^run (\S+)/.exec(ended.stdout)![1]!;
    const seen = (await python(server.uri, look, runId)) as Seen;
    expect(seen.status).toBe("KILLED");
    const statuses = Object.fromEntries(seen.children.map(({ name, status }) => [name, status]));
    expect(statuses["fold 1"]).toBe("FINISHED");
    expect(statuses["fold 2"] ?? "KILLED").toBe("KILLED");
    expect(statuses["fold 3"]).toBeUndefined();
    expect(seen.metrics).not.toHaveProperty("test/auc");
  });

  test("more folds than groups, and options that do not go together, are one sentence and exit 2", async () => {
    const many = await experiment([...phantoms, "--folds", "500"]);
    expect(many.code).toBe(2);
    expect(many.stderr).toMatch(
      /folds: expected at most \d+ folds, since only \d+ group\(s\) of the set have images of/,
    );
    expect(await experiment(["--folds", "1"])).toMatchObject({ code: 2 });
    const repeats = await experiment(["--repeats", "2"]);
    expect(repeats).toMatchObject({ code: 2, stdout: "" });
    expect(repeats.stderr).toBe("--repeats: expected --folds beside it. Received: --repeats alone.\n");
    expect(await experiment(["--folds", "3", "--champion"])).toMatchObject({ code: 2, stdout: "" });
  });
});

describe.skipIf(!hasMlflow)("a set of copies under names that tell nothing", () => {
  const data = (): string[] => ["--data", "folder", "--data-dir", set.dir];

  test("a random split of it is refused with pairs named, and nothing is trained", async () => {
    const { code, stdout, stderr } = await experiment([...data(), "data.splitBy=image"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(
      /^split: expected every group on one side\. Received: \d+ groups in more than one part, such as/m,
    );
    expect(stderr).toContain("--allow-leak");
  });

  test("allowed, it is LEAKY in its name, its note, its tags and on the terminal", async () => {
    const file = join(folder, "leaky.json");
    const ended = await experiment([...data(), "data.splitBy=image", "--allow-leak", "--json", file]);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/^LEAKY: \d+ groups/m);
    expect(ended.stdout).toMatch(/^LEAKY: \d+ groups/m);
    const { runId, split } = await readResult(file);
    expect(split).toMatchObject({ by: "image", leaky: true });
    const seen = (await python(server.uri, look, runId)) as Seen;
    expect(seen.name).toMatch(/^LEAKY cnn-baseline/);
    expect(seen.tags).toMatchObject({
      "split.leaky": "true",
      "mlflow.note.content": expect.stringMatching(/^LEAKY: /) as string,
    });
    const judged = await command("evaluate", [runId]);
    expect(judged).toMatchObject({ code: 0, stderr: expect.stringMatching(/^LEAKY: /m) as string });
    const champion = await experiment([...data(), "data.splitBy=image", "--allow-leak", "--champion"]);
    expect(champion.code).toBe(2);
    expect(champion.stderr).toContain("--register: expected a split that no group crosses. Received: a leaky one.");
  });

  test("groups that an audit wrote keep copies together where nothing else does", async () => {
    const groups = join(folder, "groups.csv");
    const audited = await command("audit", [...data(), "--groups", groups]);
    expect(audited.code).toBe(0);
    const file = join(folder, "grouped.json");
    const byGroups = [...data(), "data.findCopies=false", "--groups", groups];
    const unsaid = await experiment([...byGroups, "--register"]);
    expect(unsaid.code).toBe(2);
    expect(unsaid.stderr).toContain(
      "Received: Groups are as groups.csv says; copies of radiographs were NOT searched for",
    );
    const ended = await experiment([...byGroups, "data.groupsHoldCopies=true", "--json", file]);
    expect(ended.code).toBe(0);
    expect(ended.stderr).not.toContain("NOT searched for");
    const { runId, split } = await readResult(file);
    expect(split).toMatchObject({ by: "group", leaky: false });
    const rows = parseSplitCsv(await artifact(runId, "split/split.csv"), "split.csv");
    const radiographOf = new Map(set.files.map(({ path, radiograph }) => [path, radiograph]));
    const parts = new Map<string, Set<string>>();
    for (const { path, split: part } of rows) {
      const radiograph = radiographOf.get(path)!;
      parts.set(radiograph, (parts.get(radiograph) ?? new Set()).add(part));
    }
    const apart = [...parts.values()].filter((found) => found.size > 1);
    expect(apart.length).toBeLessThanOrEqual(1); // the search misses a copy of a simulated radiograph now and then
    expect(new Set(rows.map(({ group }) => group)).size).toBeLessThan(25);
  });
});
