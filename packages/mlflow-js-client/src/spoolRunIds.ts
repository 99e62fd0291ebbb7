import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { OWN_FILE } from "./spoolModes.js";
import { syncFile } from "./spoolSync.js";

const RUN_IDS = "run-ids.tsv";

/** Notes which run on the server a local run became; kept, so that a local id printed long ago still finds its run. */
export async function rememberRunId(spoolDir: string, localId: string, runId: string): Promise<void> {
  const file = join(spoolDir, RUN_IDS);
  const text = await textOf(file);
  const isTorn = text !== "" && !text.endsWith("\n"); // by a crash in mid-write; a third field says so to the reader
  await appendFile(file, `${isTorn ? "\ttorn\n" : ""}${localId}\t${runId}\n`, { mode: OWN_FILE });
  await syncFile(file);
}

/** The server's id of a run that began with a local one; undefined when it has not been sent yet. */
export async function serverRunId(spoolDir: string, localId: string): Promise<string | undefined> {
  const wholeLines = (await textOf(join(spoolDir, RUN_IDS))).split("\n").slice(0, -1);
  const fields = wholeLines.map((line) => line.split("\t")).find((row) => row[0] === localId && row.length === 2);
  return fields?.[1];
}

/** @throws Error unless the file can be read, or isn't there */
async function textOf(file: string): Promise<string> {
  return readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  });
}
