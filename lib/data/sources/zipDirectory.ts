import type { FileHandle } from "node:fs/promises";
import { ArchiveError } from "./archiveError.js";

export interface ZipEntry {
  /** Relative, with "/", checked to stay inside. */
  path: string;
  isDeflated: boolean;
  packedBytes: number;
  bytes: number;
  crc32: number;
  headerOffset: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;

/**
 * The files that a zip archive lists in its central directory (PKWARE APPNOTE 6.3, sections 4.3.12 and 4.3.16); folders
 * follow from their paths.
 * @throws ArchiveError on what is no zip, is Zip64, encrypted, compressed otherwise than by deflate, a link, or a path that
 *   leads out of the folder
 */
export async function readZipDirectory(file: FileHandle, archive: string): Promise<ZipEntry[]> {
  const refuse = (what: string): ArchiveError =>
    new ArchiveError(`Expected a plain zip archive. Received: ${archive}, ${what}.`);
  const { size } = await file.stat();
  const tail = Buffer.alloc(Math.min(size, 22 + 65535)); // the end record and the longest comment after it
  await file.read(tail, 0, tail.length, size - tail.length);
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== endSignature) end--;
  if (end < 0) throw refuse("which is cut short or no zip");

  const count = tail.readUInt16LE(end + 10);
  const directoryBytes = tail.readUInt32LE(end + 12);
  const directoryOffset = tail.readUInt32LE(end + 16);
  if (count === 0xffff || directoryOffset === 0xffffffff) throw refuse("a Zip64 one; unpack it with unzip");
  if (directoryOffset + directoryBytes > size) throw refuse("whose directory is cut short");
  const directory = Buffer.alloc(directoryBytes);
  await file.read(directory, 0, directoryBytes, directoryOffset);

  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > directoryBytes || directory.readUInt32LE(at) !== entrySignature)
      throw refuse("with a broken directory");
    const nameBytes = directory.readUInt16LE(at + 28);
    const name = directory.toString("utf8", at + 46, at + 46 + nameBytes);
    const method = directory.readUInt16LE(at + 10);
    const unixType = (directory.readUInt32LE(at + 38) >>> 28) & 0xf;
    if (!isInside(name)) throw refuse(`with an entry that leads out of it: ${name}`);
    if (unixType === 0xa) throw refuse(`with a link: ${name}`);
    if ((directory.readUInt16LE(at + 8) & 1) !== 0) throw refuse(`with an encrypted entry: ${name}`);
    if (method !== 0 && method !== 8) throw refuse(`with compression method ${method}: ${name}`);
    if (!name.endsWith("/")) {
      entries.push({
        path: name,
        isDeflated: method === 8,
        crc32: directory.readUInt32LE(at + 16),
        packedBytes: directory.readUInt32LE(at + 20),
        bytes: directory.readUInt32LE(at + 24),
        headerOffset: directory.readUInt32LE(at + 42),
      });
    }
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** No absolute path, drive, backslash, NUL or ".." part: each has led out of folders ("zip slip"). */
function isInside(name: string): boolean {
  return name !== "" && !/^\/|[\\:\0]/.test(name) && !name.split("/").includes("..");
}
