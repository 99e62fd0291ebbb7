import { fsyncSync, openSync, closeSync } from "node:fs";
import { open } from "node:fs/promises";

/** Waits until a file's bytes are on the disk itself, out of a power cut's reach. @throws ENOSPC, EIO and their like */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** As `syncFile`, for the names in a folder. Where a system has no such thing (Windows), it keeps names safe by itself. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** As `syncFile`, for a process that exits now. */
export function syncFileAtExit(file: string): void {
  const descriptor = openSync(file, "r+");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
