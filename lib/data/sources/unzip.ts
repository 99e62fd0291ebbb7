import { mkdir, open, rename, rm, writeFile, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { crc32, inflateRaw } from "node:zlib";
import { UserError } from "../../userError.js";
import { mapConcurrently } from "../mapConcurrently.js";
import type { OnProgress } from "../types.js";
import { ArchiveError } from "./archiveError.js";
import { readZipDirectory, type ZipEntry } from "./zipDirectory.js";

const inflate = promisify(inflateRaw);

export interface UnzipOptions {
  /** In files. */
  onProgress?: OnProgress | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Unpacks a zip archive into a new folder: whole or not at all. Every file's CRC-32 is checked, and no entry gets out of
 * the folder or past its stated size.
 * @throws ArchiveError when it is damaged, unsafe or of a kind that is not read; UserError when the disk is full
 */
export async function unzip(archive: string, to: string, options: UnzipOptions = {}): Promise<void> {
  const temporary = `${to}.${process.pid}.tmp`;
  const file = await open(archive, "r");
  try {
    const entries = await readZipDirectory(file, archive);
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    const unpack = async (entry: ZipEntry): Promise<void> => {
      const target = join(temporary, entry.path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, await readEntry(file, entry, archive));
    };
    await mapConcurrently(entries, unpack, { concurrency: 4, ...options });
    await rename(temporary, to);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    throw new UserError(`Expected room to unpack ${archive}. Received: no space left on the disk of ${to}. Free some.`);
  } finally {
    await file.close();
  }
}

async function readEntry(file: FileHandle, entry: ZipEntry, archive: string): Promise<Buffer> {
  const damaged = new ArchiveError(`Expected an undamaged archive. Received: ${archive} with a broken ${entry.path}.`);
  const header = await readExactly(file, entry.headerOffset, 30, damaged);
  if (header.readUInt32LE(0) !== 0x04034b50) throw damaged;
  const dataOffset = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = await readExactly(file, dataOffset, entry.packedBytes, damaged);
  let bytes = packed;
  if (entry.isDeflated) {
    bytes = await inflate(packed, { maxOutputLength: Math.max(1, entry.bytes) }).catch(() => {
      throw damaged;
    });
  }
  if (bytes.length !== entry.bytes || crc32(bytes) !== entry.crc32) throw damaged;
  return bytes;
}

async function readExactly(file: FileHandle, position: number, length: number, damaged: ArchiveError): Promise<Buffer> {
  const { size } = await file.stat();
  if (position + length > size) throw damaged;
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead !== length) throw damaged;
  return buffer;
}
