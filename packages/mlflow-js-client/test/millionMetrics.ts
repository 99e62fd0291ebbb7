/**
 * Records a million metrics as fast as a loop can, and prints what that took: run in a process of its own.
 * Arguments: tracking URI, spool folder, "breathing" (an await every 1,000 steps), "breathless", or "replay", which
 * sends what an earlier call left in the spool.
 */
import { MlflowClient } from "../src/mlflowClient.js";
import { replaySpool } from "../src/replaySpool.js";

const STEPS = 500_000; // of two metrics each
const [trackingUri = "", spoolDir = "", pace = ""] = process.argv.slice(2);
const client = new MlflowClient({ trackingUri, env: {}, retry: { attempts: 1 } });
const record = async (steps: number): Promise<{ microsecondsPerMetric: number; stored: string }> => {
  let loopMs = 0;
  const { stored } = await client.withRun(
    { experiment: "bones", spoolDir, onWarning: () => undefined },
    async (run) => {
      for (let step = 0; step < steps;) {
        const start = performance.now();
        for (const end = Math.min(steps, step + 1000); step < end; step++) {
          run.metrics({ loss: 1 / (step + 1), accuracy: 0.5 }, { step });
        }
        loopMs += performance.now() - start;
        if (pace === "breathing") await new Promise((after) => setImmediate(after));
      }
    },
  );
  return { microsecondsPerMetric: (1000 * loopMs) / (2 * steps), stored };
};
if (pace === "replay") {
  const states = (await replaySpool({ client, spoolDir, fromAnyServer: true })).map(({ state }) => state);
  console.log(JSON.stringify({ peakMB: process.resourceUsage().maxRSS / 1024, states }));
  process.exit();
}
await record(50_000); // the engine has compiled what it will
const peakMBBefore = process.resourceUsage().maxRSS / 1024;
const { microsecondsPerMetric, stored } = await record(STEPS);
const peakMB = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ peakMBBefore, peakMB, microsecondsPerMetric, stored }));
