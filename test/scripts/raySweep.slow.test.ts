import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MlflowClient, type Run } from "mlflow-js-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../packages/mlflow-js-client/test/mlflowServer.js";
import { mlflowForTests } from "../../packages/mlflow-js-client/test/mlflowForTests.js";
import { hasMlflow } from "../../packages/mlflow-js-client/test/mlflowServer.js";
import { readSettings } from "../../lib/settings.js";

const { root } = readSettings();
const ray = join(root, ".cache/ray-venv/bin/ray");
const hasRay = existsSync(ray);
if (!hasRay)
  console.warn("Sweeps on Ray are not tested: expected .cache/ray-venv, which `npm run sweep -- FILE --ray` makes.");

describe.skipIf(!hasMlflow || !hasRay)("npm run sweep -- FILE --ray ADDRESS", () => {
  const mlflow = mlflowForTests("ray-sweep");
  const env = {
    ...process.env,
    RAY_AUTH_MODE: "token",
    RAY_AUTH_TOKEN: "0123456789abcdef0123456789abcdef",
    RAY_USAGE_STATS_ENABLED: "0",
  };
  const started: ChildProcess[] = [];
  let [folder, address, second]: [string, string, ChildProcess | undefined] = ["", "", undefined];

  function start(command: string, args: readonly string[], more: Record<string, string> = {}): Told {
    const child = spawn(command, args, { cwd: root, env: { ...env, ...more } });
    started.push(child);
    const told = { child, text: "" };
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (part: Buffer) => (told.text += part.toString()));
    return told;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ray-"));
    address = `127.0.0.1:${await freePort()}`;
    const common = ["--num-cpus=1", "--object-store-memory=80000000", "--disable-usage-stats", "--block"];
    const health = { RAY_health_check_period_ms: "500", RAY_health_check_initial_delay_ms: "0" };
    const port = `--port=${address.split(":")[1]!}`;
    const head = start(
      ray,
      ["start", "--head", port, "--include-dashboard=false", `--temp-dir=${folder}`, ...common],
      health,
    );
    await until(() => head.text.includes("Ray runtime started"), head);
    const other = start(ray, ["start", `--address=${address}`, ...common]);
    await until(() => other.text.includes("Ray runtime started"), other);
    second = other.child;
  });

  afterAll(async () => {
    for (const child of started) await cutPower(child);
    await rm(folder, { recursive: true, force: true });
  });

  function sweep(file: string, args: string[] = [], more: Record<string, string> = {}): Told {
    const script = [join(root, "scripts/sweep.ts"), join(root, "test/scripts", file), "--ray", address];
    return start(process.execPath, ["--import", "tsx", ...script, ...args], {
      MLFLOW_TRACKING_URI: mlflow.server.uri,
      ...more,
    });
  }

  const client = (): MlflowClient => new MlflowClient({ trackingUri: mlflow.server.uri });

  async function childrenOf(id: string): Promise<Run[]> {
    const { runs, experiments } = client();
    const { experimentId } = (await experiments.getByName("fracture-lab"))!;
    const found = [];
    const filter = `tags.\`mlflow.parentRunId\` = '${id}'`;
    for await (const run of runs.search({ experimentIds: [experimentId], filter })) found.push(run);
    return found;
  }

  test("a cluster that refuses it is said in one sentence, and nothing reaches MLflow", async () => {
    const refused = sweep("longerSweep.ts", [], { RAY_AUTH_TOKEN: "another".repeat(5) });
    const [code] = (await once(refused.child, "exit")) as [number];
    expect([code, refused.text]).toEqual([
      2,
      expect.stringContaining(`a Ray cluster at ${address}. Received: it asks`),
    ]);
    expect(await client().experiments.getByName("fracture-lab")).toBeUndefined();
  });

  test("TPE, killed, resumed, and then with a node killed, has each trial once: one run, no epoch twice", async () => {
    const killed = sweep("longerSweep.ts");
    let id = "";
    const journal = async (): Promise<Line[]> => linesOf(join(root, "experiments/sweeps", id, "trials.jsonl"));
    const epochsOf = async (trial: number): Promise<number> =>
      (await journal()).filter((line) => line.type === "epoch" && line.trial === trial).length;
    await until(() => (id = /^sweep (\S+)/m.exec(killed.text)?.[1] ?? ""), killed);
    await until(async () => (await epochsOf(0)) > 0 && (await epochsOf(1)) > 0, killed);
    killed.child.kill("SIGKILL");
    await until(async () => !(await hasTrial(second!)));
    const [zeroBefore, oneBefore] = [await epochsOf(0), await epochsOf(1)];

    const file = join(folder, "resumed.json");
    const resumed = sweep("longerSweep.ts", ["--resume", id, "--json", file]);
    const goOn = async (): Promise<boolean> => (await epochsOf(0)) > zeroBefore && (await epochsOf(1)) > oneBefore;
    await until(async () => (await goOn()) && (await hasTrial(second!)), resumed);
    await cutPower(second!);
    const [code] = (await once(resumed.child, "exit")) as [number];
    expect([code, resumed.text]).toEqual([0, expect.stringContaining("best: training.learningRate=")]);

    const ends = (await journal()).filter(({ type }) => type === "end");
    expect(ends.map(({ trial }) => trial).sort()).toEqual([0, 1, 2, 3]);
    const { trials } = JSON.parse(await readFile(file, "utf8")) as { trials: { runId: string; status: string }[] };
    expect(trials.filter(({ status }) => status !== "finished" && status !== "stopped")).toEqual([]);
    const children = await childrenOf(id);
    expect(children.map(({ runId }) => runId).sort()).toEqual(trials.map(({ runId }) => runId).sort());
    expect(children.map(({ status }) => status)).toEqual(Array(4).fill("FINISHED"));
    const { runs } = client();
    for (const { runId } of children) {
      const steps = [];
      for await (const { step } of runs.metricHistory(runId, "epoch/validationAuc")) steps.push(step);
      expect(steps).toEqual(steps.map((_, i) => i + 1));
    }
    await rm(join(root, "experiments/sweeps", id), { recursive: true });
  });

  test("a trial that fails is FAILED in MLflow and in the journal, and the others go on", async () => {
    const told = sweep("failingSweep.ts");
    const [code] = (await once(told.child, "exit")) as [number];
    expect([code, told.text]).toEqual([
      0,
      expect.stringContaining("trial 0 failed: training: expected a finite loss."),
    ]);
    const id = /^sweep (\S+)/m.exec(told.text)![1]!;
    const ends = (await linesOf(join(root, "experiments/sweeps", id, "trials.jsonl"))).filter(
      ({ type }) => type === "end",
    );
    expect(ends.map(({ trial, status }) => [trial, status])).toEqual([
      [0, "failed"],
      [1, "finished"],
    ]);
    expect((await childrenOf(id)).map(({ status }) => status).sort()).toEqual(["FAILED", "FINISHED"]);
    await rm(join(root, "experiments/sweeps", id), { recursive: true });
  });
});

interface Told {
  child: ChildProcess;
  text: string;
}

interface Line {
  type: string;
  trial?: number;
  status?: string;
}

async function linesOf(file: string): Promise<Line[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

/** Fails when the process ends first. */
async function until(isSo: () => unknown, told?: Told): Promise<void> {
  while (!(await isSo())) {
    if (told && told.child.exitCode !== null) throw new Error(`Expected it to run on. Received: ${told.text}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Whether a trial runs on the node. */
async function hasTrial(node: ChildProcess): Promise<boolean> {
  return (await treeOf(node)).some(({ command }) => command.includes("scripts/sweep/trial.ts"));
}

/** A node or a sweep with all that it has started, at once: as a power cut would. */
async function cutPower(root: ChildProcess): Promise<void> {
  for (const { pid } of await treeOf(root)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // gone already
    }
  }
}

async function treeOf({ pid }: ChildProcess): Promise<Process[]> {
  const all = await processes();
  const tree = all.filter((one) => one.pid === pid);
  for (const parent of tree) tree.push(...all.filter((one) => one.parent === parent.pid)); // grows while it is walked
  return tree;
}

interface Process {
  pid: number;
  parent: number;
  command: string;
}

async function processes(): Promise<Process[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    pids.map(async (pid) => {
      const read = (name: string): Promise<string> => readFile(join("/proc", pid, name), "utf8").catch(() => "");
      const [stat, command] = await Promise.all([read("stat"), read("cmdline")]);
      return { pid: Number(pid), parent: Number(stat.slice(stat.lastIndexOf(")")).split(" ")[2]), command };
    }),
  );
}
