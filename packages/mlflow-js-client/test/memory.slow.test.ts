import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { faultyServer, json } from "./faultyServer.js";
import type { FaultyServer } from "./faultyServer.js";
import { tempFolder } from "./tempFolder.js";

interface Recorded {
  peakMBBefore: number;
  peakMB: number;
  microsecondsPerMetric: number;
  stored: string;
}

/** A million metrics as objects take well over 100 MB. */
const FLAT_MB = 70;
const run = { info: { run_id: "abc", experiment_id: "7", artifact_uri: "mlflow-artifacts:/7/abc" } };

/** Answers any call, after a while. */
function slowServer(ms: number): Promise<FaultyServer> {
  const answer = json({ run, experiment: { experiment_id: "7", name: "bones" } });
  return faultyServer((...call) => {
    setTimeout(() => {
      answer(...call);
    }, ms);
  });
}

async function inProcess<T>(name: "millionMetrics" | "manyArtifacts", ...args: string[]): Promise<T> {
  const script = join(import.meta.dirname, `${name}.ts`);
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script, ...args]);
  return JSON.parse(stdout) as T;
}

/** Steps of the last million metrics that a server received, in the order in which they came. */
function lossSteps(server: FaultyServer): number[] {
  const bodies = server.received.filter(({ path }) => path.endsWith("log-batch")).map(({ body }) => String(body));
  const metrics = bodies.flatMap(
    (body) => (JSON.parse(body) as { metrics?: { key: string; step: number }[] }).metrics ?? [],
  );
  return metrics.filter(({ key }) => key === "loss").map(({ step }) => step);
}

test.each(["breathing", "breathless"])(
  "a million metrics to a slow server, from a %s loop: flat memory, microseconds each, all there in order",
  async (pace) => {
    const server = await slowServer(20);
    const recorded = await inProcess<Recorded>("millionMetrics", server.uri, await tempFolder(), pace);
    await server.close();
    expect(recorded.stored).toBe("server");
    expect(recorded.peakMB - recorded.peakMBBefore).toBeLessThan(FLAT_MB);
    expect(recorded.microsecondsPerMetric).toBeLessThan(30);
    const steps = lossSteps(server);
    expect(steps).toHaveLength(550_000);
    expect(steps.slice(50_000).every((step, i) => step === i)).toBe(true);
  },
);

test("a million metrics without a server, and their replay: flat memory, all there in order", async () => {
  const spoolDir = await tempFolder();
  const recorded = await inProcess<Recorded>("millionMetrics", "http://127.0.0.1:1", spoolDir, "breathless");
  expect(recorded.stored).toBe("spool");
  expect(recorded.peakMB - recorded.peakMBBefore).toBeLessThan(FLAT_MB);
  expect(recorded.microsecondsPerMetric).toBeLessThan(30);

  const server = await slowServer(0);
  const replayed = await inProcess<{ peakMB: number; states: string[] }>(
    "millionMetrics",
    server.uri,
    spoolDir,
    "replay",
  );
  await server.close();
  expect(replayed.states).toEqual(["sent", "sent"]);
  expect(replayed.peakMB).toBeLessThan(recorded.peakMBBefore + FLAT_MB);
  const steps = lossSteps(server);
  expect(steps.slice(50_000).every((step, i) => step === i)).toBe(true);
  expect(steps).toHaveLength(550_000);
});

test("300 MB of artifacts from a loop that awaits none of them, to a slow server: flat memory, all there in order", async () => {
  const server = await slowServer(20);
  const recorded = await inProcess<Recorded>("manyArtifacts", server.uri, await tempFolder(), "300", String(1e6));
  await server.close();
  expect(recorded.stored).toBe("server");
  expect(recorded.peakMB - recorded.peakMBBefore).toBeLessThan(150);
  const uploads = server.received.filter(({ method }) => method === "PUT");
  expect(uploads.map(({ path }) => path.split("/").at(-1))).toEqual(Array.from({ length: 300 }, (_, i) => `${i}.bin`));
  expect(uploads.every(({ body }, i) => body.equals(Buffer.alloc(1e6, i)))).toBe(true);
});
