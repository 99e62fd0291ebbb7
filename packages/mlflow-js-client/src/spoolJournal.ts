import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { mapContents } from "./operation.js";
import type { RunOperation } from "./operation.js";

/**
 * A run's folder in the spool:
 *   journal.jsonl  first line: the header; then one operation a line, in order
 *   content/       the artifacts' bytes
 *   sent.jsonl     line numbers that a replay has carried out
 *   lock           while a run is being written, or replayed
 * A process that is killed loses no line that was written. A power cut can cost the batches of the last second, or, where
 * the run recorded nothing after them, of the time until the system writes by itself (some 30 s on Linux); artifacts are on
 * the disk before the line that names them; of `sent.jsonl` it costs nothing, since sending again changes nothing.
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

/** Undoes `encodeLine` for an operation. @throws SyntaxError on what is no JSON */
export function decodeOperation(line: string): RunOperation {
  const operation = JSON.parse(line) as RunOperation;
  if (operation.kind !== "batch") return operation;
  const metrics = operation.metrics.map((metric) => ({ ...metric, value: Number(metric.value as number | string) }));
  return { ...operation, metrics };
}

/** @throws Error when the file is missing, empty, or its first line no header of this version */
export async function readHeader(folder: string): Promise<SpoolHeader> {
  const file = join(folder, JOURNAL);
  for await (const line of wholeLines(file)) {
    const header = parsed(file, 1, () => JSON.parse(line) as SpoolHeader);
    const { version } = header as { version?: number };
    if (version !== 1) throw new Error(`Expected a spool of version 1. Received: ${String(version)} in ${folder}`);
    return header;
  }
  throw new Error(`Expected a header in ${file}. Received: an empty file`);
}

/** A process ended while it began this run's folder: there is no header yet, nor anything else that was recorded. */
export async function isEmptyRun(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  const known = [JOURNAL, CONTENT, SENT];
  if (!names.every((name) => known.includes(name) || name.startsWith(LOCK))) return false; // no folder of ours
  if (!names.includes(JOURNAL)) return true;
  for await (const _line of wholeLines(join(folder, JOURNAL))) return false;
  return true;
}

/** One operation in a journal; read from its text only when asked for, since a replay passes over what is sent. */
export interface JournalEntry {
  /** From 0 on, the header not counted. */
  index: number;
  /** It ends the run. */
  isEnd: boolean;
  /** @throws Error when the line is no JSON */
  operation: () => RunOperation;
}

/**
 * A run's operations, one after another, so that a long journal takes no memory. A last line without its line end was
 * cut off in mid-write and is left out.
 * @throws Error when the file is missing
 */
export async function* journalEntries(folder: string): AsyncGenerator<JournalEntry> {
  const file = join(folder, JOURNAL);
  let index = -2;
  for await (const line of wholeLines(file)) {
    index++;
    if (index === -1) continue; // the header
    const at = index;
    yield {
      index,
      isEnd: line.startsWith('{"kind":"end"'), // as `encodeLine` writes what RecordQueue ends with
      operation: () => {
        const operation = parsed(file, at + 2, () => decodeOperation(line));
        return mapContents(operation, (content) => {
          if (content instanceof Uint8Array || isAbsolute(content.file)) return content;
          return { file: join(folder, CONTENT, content.file) };
        });
      },
    };
  }
}

export async function countOperations(folder: string): Promise<number> {
  let lines = 0;
  for await (const line of wholeLines(join(folder, JOURNAL))) if (line !== "") lines++;
  return Math.max(0, lines - 1);
}

/** When a run came into the spool; of a journal without a readable header, Infinity. */
export async function spooledAtMs(folder: string): Promise<number> {
  try {
    return (await readHeader(folder)).spooledAtMs;
  } catch {
    return Infinity; // reported when the run's turn comes
  }
}

/** A file's lines that have their line end. */
async function* wholeLines(file: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of createReadStream(file, { encoding: "utf8", highWaterMark: 1 << 20 })) {
    const lines = (rest + (chunk as string)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line;
  }
}

function parsed<T>(file: string, lineNumber: number, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new Error(`Expected JSON in line ${lineNumber} of ${file}`, { cause: error });
  }
}
