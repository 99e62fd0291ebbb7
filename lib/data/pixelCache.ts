import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeAtomically } from "./writeAtomically.js";

const checksumBytes = 32;

/** One file of packed pixels: SHA-256 of the rest, then the rest. Its name is the key: other content, other file. */
export function pixelCacheFile(cacheDir: string, keyParts: readonly unknown[]): string {
  const key = createHash("sha256").update(JSON.stringify(keyParts)).digest("hex");
  return join(cacheDir, "standardized", `${key.slice(0, 32)}.bin`);
}

/** @returns undefined when there is none; "corrupt" when it is not what was written */
export async function readPixelCache(file: string, expectedBytes: number): Promise<Uint8Array | "corrupt" | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : "corrupt";
  }
  const pixels = bytes.subarray(checksumBytes);
  const isIntact = pixels.length === expectedBytes && checksum(pixels).equals(bytes.subarray(0, checksumBytes));
  return isIntact ? pixels : "corrupt";
}

/** @throws UserError when the disk is full or the folder cannot be written; nothing half-written stays behind */
export async function writePixelCache(file: string, pixels: Uint8Array): Promise<void> {
  await writeAtomically(file, [checksum(pixels), pixels]);
}

function checksum(pixels: Uint8Array): Buffer {
  return createHash("sha256").update(pixels).digest();
}
