import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mlflowForTests } from "../../packages/mlflow-js-client/test/mlflowForTests.js";
import { hasMlflow, python } from "../../packages/mlflow-js-client/test/mlflowServer.js";
import { runScript, type Ended } from "./runScript.js";

const mlflow = mlflowForTests("reproduce");

interface Notebooks {
  notebooks: {
    name: string;
    status: string;
    numbers: Record<string, { value: number; committed: number | null }>;
    differences?: { what: string; committed?: string; here?: string }[];
  }[];
}

async function reproduce(...args: string[]): Promise<Ended & { json: Notebooks }> {
  const file = join(mlflow.folder, "result.json");
  const env = { FRACTURE_CACHE_DIR: join(mlflow.folder, "cache"), MLFLOW_TRACKING_URI: mlflow.server.uri };
  const ended = await runScript("reproduce", [...args, "--json", file], { env });
  const text = await readFile(file, "utf8").catch(() => '{"notebooks":[]}');
  return { ...ended, json: JSON.parse(text) as Notebooks };
}

test.runIf(hasMlflow)(
  "every notebook runs from top to bottom at the quick profile and is recorded in MLflow",
  async () => {
    const { code, stdout, stderr, json } = await reproduce("--profile", "quick");
    expect(json.notebooks.map(({ name, status }) => [name, status])).toEqual([
      ["01-data-exploration", "ok"],
      ["02-preprocessing", "ok"],
      ["03-cnn-training", "ok"],
      ["04-error-analysis", "ok"],
      ["05-leaky-against-clean", "ok"],
      ["06-comparing-experiments", "ok"],
      ["07-explanation", "ok"],
    ]);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("testAuc");
    const [, , training, errors] = json.notebooks;
    expect(errors!.numbers["testAuc"]!.value).toBeCloseTo(training!.numbers["testAuc"]!.value, 6);
    for (const { name } of json.notebooks) {
      const report = join("experiments", "reports", `${name}.html`);
      const html = await readFile(report, "utf8");
      expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)="https?:/); // works offline
      expect((await stat(report)).size).toBeGreaterThan(1e6); // Plotly is inside
    }
    const runs = await python(
      mlflow.server.uri,
      "import json,mlflow; r=mlflow.search_runs(experiment_names=['notebooks'],output_format='list'); " +
        "print(json.dumps(sorted([x.info.run_name, x.info.status, x.data.tags['status']] for x in r)))",
    );
    expect(runs).toEqual(json.notebooks.map(({ name }) => [name, "FINISHED", "ok"]));
  },
);

test.runIf(hasMlflow)("a number that has moved is a DRIFT and a non-zero exit", async () => {
  const results = join(mlflow.folder, "results");
  await mkdir(results);
  const committed = { train: { value: 1, tolerance: 0 } };
  await writeFile(join(results, "02-preprocessing.json"), JSON.stringify({ "phantom/quick": committed }));
  const facts = { "version.node": "0.0.1" };
  await writeFile(join(results, "02-preprocessing.facts.json"), JSON.stringify({ "phantom/quick": facts }));
  const { code, stdout, json } = await reproduce("--profile", "quick", "--only", "02", "--results", results);
  expect(code).toBe(1);
  expect(json.notebooks[0]!.status).toBe("drift");
  expect(json.notebooks[0]!.numbers["train"]!.committed).toBe(1);
  const node = { what: "version.node", committed: "0.0.1", here: process.versions.node };
  expect(json.notebooks[0]!.differences).toContainEqual(node);
  const told = stdout.indexOf(`version.node: committed 0.0.1, here ${process.versions.node}`);
  expect(told).toBeGreaterThan(0);
  expect(stdout.indexOf("DRIFT, perhaps by")).toBeGreaterThan(told);
});

test.runIf(hasMlflow && process.env["FRACTURE_DATA_DIR"])(
  "the notebooks run on real radiographs too (FRACTURE_DATA_DIR)",
  async () => {
    const { code, stderr, json } = await reproduce("--profile", "quick", "--data", "fracatlas", "--only", "02", "04");
    expect(code, stderr).toBe(0);
    expect(json.notebooks.map(({ status }) => status)).toEqual(["ok", "ok"]);
  },
);

test("a notebook that is not there, or data without a folder, is one sentence and exit 2", async () => {
  const none = await reproduce("--only", "99");
  expect(none.code).toBe(2);
  expect(none.stderr).toContain("Received: --only 99");
  const env = { FRACTURE_DATA_DIR: "" };
  const folderless = await runScript("reproduce", ["--data", "fracatlas"], { env });
  expect(folderless).toMatchObject({ code: 2, stdout: "" });
  expect(folderless.stderr.trim().split("\n")).toHaveLength(1);
});
