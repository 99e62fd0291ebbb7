import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { RunOperation } from "./operation.js";
import { CONTENT, encodeLine, JOURNAL, LOCK } from "./spoolJournal.js";
import type { SpoolHeader } from "./spoolJournal.js";
import { releaseLockAtExit } from "./spoolLock.js";
import { OWN_FILE, OWN_FOLDER } from "./spoolModes.js";
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
  mkdirSync(join(folder, CONTENT), { recursive: true, mode: OWN_FOLDER });
  const wholeLines = existsSync(journal) ? readFileSync(journal).lastIndexOf("\n") + 1 : 0;
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
    }
    appendFileSync(journal, line);
  }
  releaseLockAtExit(join(folder, LOCK));
  return folder;
}
