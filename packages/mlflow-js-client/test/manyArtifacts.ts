/**
 * Records artifacts given as bytes as fast as a loop can and never awaits one, and prints what memory that took: run in a
 * process of its own. Arguments: tracking URI, spool folder, how many, bytes each.
 */
import { MlflowClient } from "../src/mlflowClient.js";

const [trackingUri = "", spoolDir = "", count = "", bytes = ""] = process.argv.slice(2);
const client = new MlflowClient({ trackingUri, env: {}, retry: { attempts: 1 } });
let peakMBBefore = 0;
const { stored } = await client.withRun({ experiment: "bones", spoolDir }, (run) => {
  peakMBBefore = process.resourceUsage().maxRSS / 1024;
  for (let i = 0; i < Number(count); i++) void run.artifact(`${i}.bin`, Buffer.alloc(Number(bytes), i));
  return Promise.resolve();
});
console.log(JSON.stringify({ peakMBBefore, peakMB: process.resourceUsage().maxRSS / 1024, stored }));
