/** A process that ends in mid-run: by process.exit or by an uncaught error. */
import { MlflowClient } from "../src/mlflowClient.js";

const [trackingUri = "", spoolDir = "", how = ""] = process.argv.slice(2);
const client = new MlflowClient({ trackingUri, env: {} });
await client.withRun({ experiment: "bones", spoolDir }, async (run) => {
  run.metrics({ loss: 1 }, { step: 1 });
  void run.artifact("notes.txt", "seen");
  run.metrics({ loss: 2 }, { step: 2 });
  if (how === "exit") process.exit(3);
  if (how === "throw") {
    setTimeout(() => {
      throw new Error("out of memory");
    }, 1);
  }
  await new Promise(() => undefined);
});
