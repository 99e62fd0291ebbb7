import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { OWN_FILE } from "./spoolModes.js";

const RUN_IDS = "run-ids.tsv";

/** Notes which run on the server a local run became; kept, so that a local id printed long ago still finds its run. */
export async function rememberRunId(spoolDir: string, localId: string, runId: string): Promise<void> {
  await appendFile(join(spoolDir, RUN_IDS), `${localId}\t${runId}\n`, { mode: OWN_FILE });
}

/** The server's id of a run that began with a local one; undefined when it has not been sent yet. */
export async function serverRunId(spoolDir: string, localId: string): Promise<string | undefined> {
  const text = await readFile(join(spoolDir, RUN_IDS), "utf8").catch(() => "");
  const line = text.split("\n").find((row) => row.startsWith(`${localId}\t`));
  return line?.split("\t")[1];
}
