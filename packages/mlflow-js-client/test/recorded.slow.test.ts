import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { beforeAll, describe, expect, test } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { mlflowForTests } from "./mlflowForTests.js";
import { hasMlflow, python } from "./mlflowServer.js";

/** A 1 x 1 PNG. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==",
  "base64",
);

describe.skipIf(!hasMlflow)("what a run records, on a real MLflow server", () => {
  const mlflow = mlflowForTests("mlflow-recorded");
  let client: MlflowClient;

  beforeAll(() => {
    client = new MlflowClient({ trackingUri: mlflow.server.uri, env: {} });
  });

  test("Python appends to a table, loads it whole, and this client goes on with what Python left", async () => {
    const path = "evaluation/predictions.json";
    const first = await client.withRun({ experiment: "bones" }, async (run) => {
      await run.table(path, [{ file: "a.png", probability: 0.75, picture: PNG }]);
      await run.table(path, [{ file: "b.png", probability: NaN }]);
    });
    const code = await readFile(join(import.meta.dirname, "recorded.py"), "utf8");
    const { table } = (await python(mlflow.server.uri, code, first.runId, path)) as { table: { data: unknown[][] } };
    expect(table).toMatchObject({
      columns: ["file", "probability", "picture"],
      data: [["a.png", 0.75, { type: "image" }], ["b.png", null, null], ["c.png", 0.25, null]], // prettier-ignore
    });
    const { filepath } = table.data[0]![2] as { filepath: string };
    expect(PNG.equals(await client.artifacts.download({ runId: first.runId }, filepath))).toBe(true);

    await client.withRun({ experiment: "bones", runId: first.runId }, (run) => run.table(path, [{ file: "d.png" }]));
    const bytes = await client.artifacts.download({ runId: first.runId }, path);
    const { data } = JSON.parse(Buffer.from(bytes).toString()) as { data: string[][] };
    expect(data.map(([file]) => file)).toEqual(["a.png", "b.png", "c.png", "d.png"]);
  });

  test("system metrics have the names of Python's, and a step an interval", async () => {
    const { runId } = await client.withRun({ experiment: "bones", systemMetricsEveryMs: 150 }, async (run) => {
      await run.table("t.json", [{ a: 1 }]);
      await new Promise((after) => setTimeout(after, 500));
    });
    const code = await readFile(join(import.meta.dirname, "recorded.py"), "utf8");
    const { systemMetrics } = (await python(mlflow.server.uri, code, runId, "t.json")) as { systemMetrics: string[] };
    const { metrics } = await client.runs.get(runId);
    const names = Object.keys(metrics).filter((name) => !name.startsWith("system/gpu_"));
    expect(names.sort()).toEqual(systemMetrics);
    const steps: number[] = [];
    for await (const { step } of client.runs.metricHistory(runId, "system/cpu_utilization_percentage"))
      steps.push(step);
    expect(steps.length).toBeGreaterThanOrEqual(3);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });

  test("texts, JSON, figures and streams of unknown length arrive to the byte", async () => {
    async function* generated(): AsyncGenerator<string> {
      for (let i = 0; i < 3; i++) yield await Promise.resolve(`line ${i}\n`);
    }
    const bytes = Buffer.alloc(3_000_000, "abc");
    const { runId } = await client.withRun({ experiment: "bones" }, async (run) => {
      await run.text("notes.md", "# grüezi");
      await run.json("config.json", { seed: 3 });
      await run.figure("roc", { png: PNG, html: "<p>" });
      await run.artifact("generated.txt", generated());
      await run.artifact("node.bin", Readable.from([bytes]));
      await run.artifact("web.bin", new Blob([bytes]).stream());
      await expect(run.artifact("broken.bin", Readable.from(failing()))).rejects.toThrow("disk gone");
    });
    const download = async (path: string): Promise<Buffer> =>
      Buffer.from(await client.artifacts.download({ runId }, path));
    expect(String(await download("notes.md"))).toBe("# grüezi");
    expect(String(await download("config.json"))).toBe('{\n  "seed": 3\n}\n');
    expect(PNG.equals(await download("figures/roc.png"))).toBe(true);
    expect(String(await download("figures/roc.html"))).toBe("<p>");
    expect(String(await download("generated.txt"))).toBe("line 0\nline 1\nline 2\n");
    expect(bytes.equals(await download("node.bin")) && bytes.equals(await download("web.bin"))).toBe(true);
    await expect(download("broken.bin")).rejects.toMatchObject({ status: 404 });
  });

  test("MLFLOW_EXPERIMENT_NAME and MLFLOW_RUN_ID lead a run to its place", async () => {
    const env: Record<string, string | undefined> = { MLFLOW_EXPERIMENT_NAME: "from the environment" };
    const asked = new MlflowClient({ trackingUri: mlflow.server.uri, env });
    const { runId } = await asked.withRun({ name: "first" }, () => Promise.resolve());
    expect((await client.experiments.get((await client.runs.get(runId)).experimentId)).name).toBe(
      "from the environment",
    );
    env["MLFLOW_RUN_ID"] = runId;
    const again = await asked.withRun({ experiment: "bones" }, (run) => run.text("again.txt", ""));
    expect(again.runId).toBe(runId);
    const next = await asked.withRun({ experiment: "bones" }, () => Promise.resolve());
    expect(next.runId).not.toBe(runId);
  });

  test("a record for a run that has ended is refused at the call", async () => {
    let ended: { metrics: (values: Record<string, number>) => void } | undefined;
    await client.withRun({ experiment: "bones" }, (run) => {
      ended = run;
      return Promise.resolve();
    });
    expect(() => {
      ended?.metrics({ late: 1 });
    }).toThrow("a run that has ended");
  });
});

async function* failing(): AsyncGenerator<string> {
  yield await Promise.resolve("half");
  throw new Error("disk gone");
}
