import { createReadStream } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import { Readable } from "node:stream";

/** What an artifact is made of: bytes in memory, or a file that is read when it is sent. */
export type Content = Uint8Array | { file: string };

/** One artifact: where it goes, below the run's or model's artifact folder, and what it holds. */
export interface ArtifactFile {
  /** Relative, "/" between folders. */
  path: string;
  content: Content;
}

/** Each call gives a fresh stream, so that a failed upload can start again. */
export interface BodySource {
  sizeBytes: number;
  open: () => Readable;
}

/** @throws an Error with code ENOENT, EACCES, … when one of the files can't be read */
export async function checkReadable(files: readonly ArtifactFile[]): Promise<void> {
  for (const { content } of files) if ("file" in content) await access(content.file, constants.R_OK);
}

const CHUNK_BYTES = 256 * 1024;

/** From `start` up to, but not with, `end`. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * @param range only these bytes of it; default: all
 * @throws an Error with code ENOENT, EACCES, … when a file can't be read
 */
export async function bodyOf(content: Content, range?: ByteRange): Promise<BodySource> {
  if (content instanceof Uint8Array) {
    const bytes = range === undefined ? content : content.subarray(range.start, range.end);
    return { sizeBytes: bytes.byteLength, open: () => Readable.from(chunks(bytes), { objectMode: false }) };
  }
  const { file } = content;
  const { start, end } = range ?? { start: 0, end: (await stat(file)).size };
  // A log that grows while it is sent must not outgrow the announced length.
  const open = (): Readable => (end === start ? Readable.from([]) : createReadStream(file, { start, end: end - 1 }));
  return { sizeBytes: end - start, open };
}

/** In pieces, so that progress on a slow line is seen and no timeout strikes. */
function* chunks(bytes: Uint8Array): Generator<Buffer> {
  for (let start = 0; start < bytes.byteLength; start += CHUNK_BYTES) {
    yield Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.min(CHUNK_BYTES, bytes.byteLength - start));
  }
}
