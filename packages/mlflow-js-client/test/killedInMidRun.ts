/** A process that records until it is killed, and says after each step that it was stored. */
import { MlflowClient } from "../src/mlflowClient.js";

const [trackingUri = "", spoolDir = ""] = process.argv.slice(2);
const client = new MlflowClient({ trackingUri, env: {}, retry: { attempts: 1 } });
const options = { experiment: "killed", name: "killed", spoolDir, spoolRetryMs: 50, onWarning: () => undefined };
await client.withRun(options, async (run) => {
  for (let step = 0; ; step++) {
    run.metrics({ loss: step }, { step });
    run.params({ [`p${step}`]: step });
    const { stored } = await run.text(`${step}.txt`, `text ${step}`);
    if (stored !== "nowhere") process.stdout.write(`${step}\n`);
  }
});
