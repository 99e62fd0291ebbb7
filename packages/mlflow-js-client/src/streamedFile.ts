import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Content } from "./content.js";

/** Bytes of unknown number: a Node stream, a web ReadableStream, a generator. Texts become UTF-8. */
export type ContentStream = AsyncIterable<Uint8Array | string>;

/**
 * Hands a stream's bytes to `use` as a file, since an upload must know their number and be able to begin again. The file
 * is gone afterwards.
 * @throws the stream's own error, or ENOSPC and its like; then `use` is not called
 */
export async function withStreamedFile<T>(stream: ContentStream, use: (content: Content) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "mlflow-artifact-"));
  try {
    const file = join(folder, "content");
    await pipeline(stream, createWriteStream(file));
    return await use({ file });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function isStream(content: object): content is ContentStream {
  return Symbol.asyncIterator in content;
}
