/**
 * 10,000 metrics and 500 artifacts by this client and by MLflow's own Python client, by turns, against one server.
 * From the checkout's root: npx tsx packages/mlflow-js-client/bench/againstPython.ts [rounds]
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { MlflowClient } from "../src/mlflowClient.js";
import { mlflowServer } from "../test/mlflowServer.js";
import { pythonContestant } from "./pythonContestant.js";
import type { Round, Work } from "./round.js";

const METRICS = 10_000;
const ARTIFACTS = 500;
const ARTIFACT_BYTES = 4096;
const rounds = Number(process.argv[2] ?? 7);

const folder = await mkdtemp(join(tmpdir(), "mlflow-bench-"));
const server = await mlflowServer(folder);
const python = pythonContestant(server.uri);
try {
  await server.start();
  const work = await prepare(folder);
  const client = new MlflowClient({ trackingUri: server.uri, env: {} });
  const results: { ours: Round; theirs: Round }[] = [];
  for (let round = -1; round < rounds; round++) {
    const oursFirst = round % 2 === 0; // who is first finds the smaller database
    const first = oursFirst ? await recordOurs(client, work) : await python.record(work);
    const second = oursFirst ? await python.record(work) : await recordOurs(client, work);
    const pair = oursFirst ? { ours: first, theirs: second } : { ours: second, theirs: first };
    await requireWhole(client, pair.ours.runId);
    await requireWhole(client, pair.theirs.runId);
    if (round >= 0) results.push(pair); // the first is for warming up
    console.error(`round ${round + 1} of ${rounds}`, JSON.stringify(pair));
  }
  printTable(results);
} finally {
  python.stop();
  await server.kill();
  await rm(folder, { recursive: true, force: true });
}

async function prepare(folder: string): Promise<Work> {
  const files = await mkdtemp(join(folder, "files-"));
  for (let i = 0; i < ARTIFACTS; i++) await writeFile(join(files, `${i}.bin`), Buffer.alloc(ARTIFACT_BYTES, i));
  return { metrics: METRICS, folder: files };
}

async function recordOurs(client: MlflowClient, work: Work): Promise<Round> {
  const { value, runId } = await client.withRun({ experiment: "bench" }, async (run) => {
    const start = performance.now();
    for (let step = 0; step < work.metrics; step++) run.metrics({ loss: 1 / (step + 1) }, { step });
    await run.flush();
    const between = performance.now();
    await run.artifactFolder(work.folder);
    return { metricsSeconds: (between - start) / 1000, artifactsSeconds: (performance.now() - between) / 1000 };
  });
  return { runId, ...value };
}

/** A comparison with one that left something out would be worth nothing. */
async function requireWhole(client: MlflowClient, runId: string): Promise<void> {
  let metrics = 0;
  for await (const metric of client.runs.metricHistory(runId, "loss")) metrics += metric.step >= 0 ? 1 : 0;
  const artifacts = await client.artifacts.list({ runId });
  if (metrics !== METRICS || artifacts.length !== ARTIFACTS) {
    throw new Error(
      `Expected ${METRICS} metrics and ${ARTIFACTS} artifacts. Received: ${metrics}, ${artifacts.length}`,
    );
  }
}

function printTable(results: readonly { ours: Round; theirs: Round }[]): void {
  const row = (name: string, seconds: (round: Round) => number): string => {
    const ours = results.map((pair) => seconds(pair.ours));
    const theirs = results.map((pair) => seconds(pair.theirs));
    const ratio = results.map((pair) => seconds(pair.theirs) / seconds(pair.ours));
    const spread = `${median(ratio).toFixed(2)} (${Math.min(...ratio).toFixed(2)}-${Math.max(...ratio).toFixed(2)})`;
    return `| ${name} | ${median(ours).toFixed(2)} s | ${median(theirs).toFixed(2)} s | ${spread} |`;
  };
  console.log(`${cpus()[0]?.model.trim() ?? "?"}, ${availableParallelism()} cores, Node ${process.versions.node}`);
  console.log(`${results.length} rounds by turns, medians; ratio round by round: Python's time / ours`);
  console.log("| What | This client | Python's | Ratio (range) |");
  console.log("| --- | --- | --- | --- |");
  console.log(row(`${METRICS} metrics`, (round) => round.metricsSeconds));
  console.log(row(`${ARTIFACTS} artifacts of ${ARTIFACT_BYTES} bytes`, (round) => round.artifactsSeconds));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
