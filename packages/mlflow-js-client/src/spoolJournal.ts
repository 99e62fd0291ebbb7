import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { createInterface } from "node:readline";
import type { Content } from "./content.js";
import { mapContents } from "./operation.js";
import type { RunOperation } from "./operation.js";

/**
 * A run's folder in the spool:
 *   journal.jsonl  first line: the header; then one operation a line, in order
 *   content/       the artifacts' bytes
 *   sent.jsonl     line numbers that a replay has carried out
 *   lock           while a run is being written, or replayed
 */
export const JOURNAL = "journal.jsonl";
export const CONTENT = "content";
export const SENT = "sent.jsonl";
export const LOCK = "lock";

/** What a run needs to be created when the server answers again. */
export interface RunCreation {
  experiment: string;
  experimentTags?: Record<string, string>;
  name?: string;
  tags?: Record<string, string>;
  /** May itself be a local id. */
  parentRunId?: string;
  startTimeMs: number;
}

export interface SpoolHeader {
  version: 1;
  trackingUri: string;
  /** The server's id, or a local one when the server has not been reached yet. */
  runId: string;
  spooledAtMs: number;
  /** For a run that the server does not know yet. */
  create?: RunCreation;
}

/** One line. JSON has no NaN and no infinities, so these go as text. */
export function encodeLine(value: SpoolHeader | RunOperation): string {
  const text = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "number" && !Number.isFinite(item) ? String(item) : item,
  );
  return `${text}\n`;
}

/**
 * A run's journal. A last line without its line end was cut off in mid-write and is left out.
 * @throws Error when the file is missing, or a line in its midst is no JSON
 */
export async function readJournal(folder: string): Promise<{ header: SpoolHeader; operations: RunOperation[] }> {
  const lines = (await readFile(join(folder, JOURNAL), "utf8")).split("\n").slice(0, -1);
  const values = lines.map((line, index) => parseLine(folder, line, index + 1));
  const [header, ...operations] = values;
  if (header === undefined) throw new Error(`Expected a header in ${join(folder, JOURNAL)}. Received: an empty file`);
  const { version } = header as { version?: number };
  if (version !== 1) {
    throw new Error(`Expected a spool of version 1. Received: ${String(version)} in ${folder}`);
  }
  const decoded = (operations as RunOperation[]).map((operation) => decode(folder, operation));
  return { header: header as SpoolHeader, operations: await Promise.all(decoded) };
}

/** When a run came into the spool; of a journal without a readable header, Infinity. */
export async function spooledAtMs(folder: string): Promise<number> {
  try {
    const lines = createInterface({ input: createReadStream(join(folder, JOURNAL)) });
    for await (const line of lines) return (JSON.parse(line) as SpoolHeader).spooledAtMs;
  } catch {
    // reported when the run's turn comes
  }
  return Infinity;
}

function parseLine(folder: string, line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Error(`Expected JSON in line ${number} of ${join(folder, JOURNAL)}`, { cause: error });
  }
}

/** Undoes what `encodeLine` and the writer changed: numbers from text, contents from names. */
async function decode(folder: string, operation: RunOperation): Promise<RunOperation> {
  if (operation.kind === "batch") {
    return {
      ...operation,
      metrics: operation.metrics.map((metric) => ({ ...metric, value: Number(metric.value as number | string) })),
    };
  }
  return mapContents(operation, (content: Content) => {
    if (content instanceof Uint8Array || isAbsolute(content.file)) return Promise.resolve(content);
    return Promise.resolve({ file: join(folder, CONTENT, content.file) });
  });
}
