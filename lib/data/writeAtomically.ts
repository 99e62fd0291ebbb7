import { mkdir, open, rename, rm, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { UserError } from "../userError.js";
import { removeAbandoned } from "./removeAbandoned.js";

/**
 * Writes a file whole or not at all: to a neighbour first, flushed, then renamed over the target.
 * @param contents the file's chunks, or what writes into the open neighbour
 * @throws UserError when the disk is full or the folder cannot be written
 */
export async function writeAtomically(
  path: string,
  contents: readonly (Uint8Array | string)[] | ((file: FileHandle) => Promise<void>),
): Promise<void> {
  const temporary = `${path}.${process.pid}.${Math.trunc(performance.now() * 1000)}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await removeAbandoned(path);
    const file = await open(temporary, "wx+");
    try {
      if (typeof contents === "function") await contents(file);
      else for (const chunk of contents) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined); // where it cannot even be looked for, it is not
    throw explainWriteError(path, error);
  }
}

/** What a failed write means to the user, where it is theirs to mend; any other error as it came. */
export function explainWriteError(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  const folder = dirname(path);
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new UserError(`Expected room to write ${path}. Received: no space left. Free some, or use another disk.`);
  }
  if (["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST"].includes(code ?? "")) {
    return new UserError(`Expected a folder that can be written. Received: ${folder} (${code}). Choose another.`);
  }
  return error;
}
