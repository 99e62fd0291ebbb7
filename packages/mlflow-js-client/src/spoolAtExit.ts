import {
  appendFileSync,
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { RunOperation } from "./operation.js";
import { CONTENT, encodeLine, JOURNAL, LOCK } from "./spoolJournal.js";
import type { SpoolHeader } from "./spoolJournal.js";
import { releaseLockAtExit, takeLockAtExit } from "./spoolLock.js";
import { OWN_FILE, OWN_FOLDER } from "./spoolModes.js";
import { syncFileAtExit } from "./spoolSync.js";
import { spooled } from "./spoolWriter.js";

/**
 * What SpoolWriter does, in the one moment that is left of an exiting process: appends operations to a run's journal and
 * leaves it to whoever replays it. Operations that were on their way may be there twice, or on the server already; that
 * is the same as once.
 * @returns the run's folder
 * @throws Error when the disk takes no more
 */
export function spoolAtExit(spoolDir: string, header: SpoolHeader, operations: Iterable<RunOperation>): string {
  const folder = join(spoolDir, header.runId);
  const journal = join(folder, JOURNAL);
  const lock = join(folder, LOCK);
  takeLockAtExit(lock, () => mkdirSync(join(folder, CONTENT), { recursive: true, mode: OWN_FOLDER }));
  const wholeLines = existsSync(journal) ? wholeLinesBytes(journal) : 0;
  if (wholeLines === 0) writeFileSync(journal, encodeLine(header), { mode: OWN_FILE });
  else truncateSync(journal, wholeLines);
  for (const operation of operations) {
    const { line, contents } = spooled(operation);
    for (const { name, content } of contents) {
      const file = join(folder, CONTENT, name);
      if (content instanceof Uint8Array) writeFileSync(file, content, { mode: OWN_FILE });
      else {
        copyFileSync(content.file, file);
        chmodSync(file, OWN_FILE); // a copy has its original's mode
      }
      syncFileAtExit(file);
    }
    appendFileSync(journal, line);
  }
  syncFileAtExit(journal);
  releaseLockAtExit(lock);
  return folder;
}

/** Up to and with the last line end; read from behind, since a journal may be long. */
function wholeLinesBytes(file: string): number {
  const descriptor = openSync(file, "r");
  try {
    const piece = Buffer.alloc(64 * 1024);
    for (let end = fstatSync(descriptor).size; end > 0;) {
      const start = Math.max(0, end - piece.byteLength);
      const read = readSync(descriptor, piece, 0, end - start, start);
      const lineEnd = piece.subarray(0, read).lastIndexOf("\n");
      if (lineEnd >= 0) return start + lineEnd + 1;
      end = start;
    }
    return 0;
  } finally {
    closeSync(descriptor);
  }
}
