import type { RunOperation } from "../src/operation.js";
import { journalEntries, readHeader } from "../src/spoolJournal.js";
import type { SpoolHeader } from "../src/spoolJournal.js";

/** A run in the spool, whole. */
export async function readJournal(folder: string): Promise<{ header: SpoolHeader; operations: RunOperation[] }> {
  const operations: RunOperation[] = [];
  for await (const { operation } of journalEntries(folder)) operations.push(operation());
  return { header: await readHeader(folder), operations };
}
