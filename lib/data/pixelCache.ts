import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { openOnce } from "./openOnce.js";
import type { PixelStore } from "./types.js";
import { writeAtomically } from "./writeAtomically.js";

const checksumBytes = 32;
const bytesPerRead = 2 ** 20;

/** One file of packed pixels: SHA-256 of the rest, then the rest. Its name is the key: other content, other file. */
export function pixelCacheFile(cacheDir: string, keyParts: readonly unknown[]): string {
  const key = createHash("sha256").update(JSON.stringify(keyParts)).digest("hex");
  return join(cacheDir, "standardized", `${key.slice(0, 32)}.bin`);
}

/**
 * Reads the whole file once, a megabyte at a time, to see that it is what was written.
 * @returns undefined when there is none; "corrupt" when it is not what was written
 */
export async function openPixelCache(file: string, expectedBytes: number): Promise<PixelStore | "corrupt" | undefined> {
  try {
    const handle = await open(file, "r");
    try {
      const { size } = await handle.stat();
      const isIntact =
        size === checksumBytes + expectedBytes && (await storedChecksum(handle)).equals(await checksum(handle));
      if (!isIntact) return "corrupt";
    } finally {
      await handle.close();
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : "corrupt";
  }
  return { fd: openOnce(file), startByte: checksumBytes };
}

/**
 * Makes a cache file image by image, in any order, without ever holding more than those in work.
 * @param fill writes every row once; all rows have the same length
 * @throws UserError when the disk is full or the folder cannot be written; nothing half-written stays behind
 */
export async function createPixelCache(
  file: string,
  fill: (writeRow: (row: number, pixels: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<PixelStore> {
  await writeAtomically(file, async (handle) => {
    await fill((row, pixels) => writeFully(handle, pixels, checksumBytes + row * pixels.length));
    await writeFully(handle, await checksum(handle), 0);
  });
  return { fd: openOnce(file), startByte: checksumBytes };
}

async function storedChecksum(handle: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(checksumBytes), 0, checksumBytes, 0);
  return buffer.subarray(0, bytesRead);
}

/** SHA-256 of all that follows the checksum's own place. */
async function checksum(handle: FileHandle): Promise<Buffer> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(bytesPerRead);
  for (let position = checksumBytes; ;) {
    const { bytesRead } = await handle.read(buffer, 0, bytesPerRead, position);
    if (bytesRead === 0) return hash.digest();
    hash.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}

/** A disk that fills up takes a part first and refuses the rest. */
async function writeFully(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}
