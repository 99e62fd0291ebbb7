import { createReadStream } from "node:fs";
import { truncate } from "node:fs/promises";

/**
 * Cuts off a last line without its line end (a crash in mid-write), lest the next line be glued to it.
 * @returns the file's length in bytes from now on
 */
export async function keepWholeLines(file: string): Promise<number> {
  let bytes = 0;
  let wholeLinesBytes = 0;
  for await (const chunk of createReadStream(file)) {
    const lastLineEnd = (chunk as Buffer).lastIndexOf("\n");
    if (lastLineEnd >= 0) wholeLinesBytes = bytes + lastLineEnd + 1;
    bytes += (chunk as Buffer).byteLength;
  }
  if (wholeLinesBytes < bytes) await truncate(file, wholeLinesBytes);
  return wholeLinesBytes;
}
