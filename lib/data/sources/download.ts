import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../userError.js";
import type { OnProgress } from "../types.js";
import { fetchRange, TransferError } from "./fetchRange.js";

export interface DownloadOptions {
  url: string;
  /** The finished file; until then its bytes are in `${to}.part`, where a later call goes on. */
  to: string;
  headers?: Readonly<Record<string, string>>;
  /** As the publisher states them; the file is refused when they differ. */
  expectedBytes?: number | undefined;
  md5?: string | undefined;
  /** In bytes. */
  onProgress?: OnProgress | undefined;
  signal?: AbortSignal | undefined;
  /** Attempts in a row that bring no new byte before it gives up. */
  maxFruitlessAttempts?: number;
  /** Doubled after each fruitless attempt. */
  retryDelayMs?: number;
  /** A connection that is silent for so long counts as dropped. */
  stallMs?: number;
}

/**
 * Downloads a file, going on where a dropped connection or an earlier call stopped, and puts it in place only when its
 * size and checksum are right.
 * @throws UserError when the server refuses, cannot be reached, keeps dropping, sends other content, or the disk is full
 */
export async function download(options: DownloadOptions): Promise<void> {
  const { to, md5, maxFruitlessAttempts = 5, retryDelayMs = 1000, signal } = options;
  const part = `${to}.part`;
  await mkdir(dirname(to), { recursive: true });
  let restarts = 0;
  for (let fruitless = 0; ;) {
    const before = await sizeOf(part);
    try {
      const totalBytes = await transfer(options, part, before);
      const problem = await findProblem(part, totalBytes, md5);
      if (problem === undefined) break;
      await discard(part);
      // A part left by an earlier call may be of another file; once from the start tells.
      if (before === 0 || restarts++ > 0) {
        throw new UserError(`Expected ${options.url} as published. Received: ${problem}. Try again later.`);
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof TransferError)) throw explain(to, error);
      if (!error.mayRetry) throw new UserError(`Expected ${options.url} to answer. Received: ${error.message}.`);
      fruitless = (await sizeOf(part)) > before ? 0 : fruitless + 1;
      if (fruitless >= maxFruitlessAttempts) {
        throw new UserError(
          `Expected ${options.url} to be sent whole. Received: ${error.message}, ${fruitless} times in a row. ` +
            `Call it again to go on where it stopped.`,
        );
      }
      await sleep(retryDelayMs * 2 ** fruitless, undefined, signal ? { signal } : {});
    }
  }
  await rename(part, to);
  await rm(`${part}.etag`, { force: true });
}

/** Appends to the part file what is missing of it. @returns the size of the whole, when anyone has stated it */
async function transfer(options: DownloadOptions, part: string, from: number): Promise<number | undefined> {
  const { url, headers = {}, expectedBytes, onProgress, signal, stallMs = 60_000 } = options;
  if (from > 0 && from === expectedBytes) return expectedBytes;
  const etag = from > 0 ? await readFile(`${part}.etag`, "utf8").catch(() => undefined) : undefined;
  const answer = await fetchRange({ url, headers, from, etag, stallMs, signal });
  const totalBytes = expectedBytes ?? answer.totalBytes;
  if (answer.etag !== undefined) await writeFile(`${part}.etag`, answer.etag);
  else await rm(`${part}.etag`, { force: true });

  const file = await open(part, answer.start > 0 ? "a" : "w");
  try {
    let done = answer.start;
    for await (const chunk of answer.chunks) {
      await file.write(chunk);
      done += chunk.length;
      onProgress?.(done, totalBytes ?? done);
      if (totalBytes !== undefined && done > totalBytes) break; // found too long below
    }
    if (totalBytes !== undefined && done < totalBytes) {
      throw new TransferError(`${done} of ${totalBytes} bytes`, true);
    }
  } finally {
    await file.close();
  }
  return totalBytes;
}

async function findProblem(part: string, totalBytes: number | undefined, md5?: string): Promise<string | undefined> {
  const size = await sizeOf(part);
  if (totalBytes !== undefined && size !== totalBytes) return `${size} bytes instead of ${totalBytes}`;
  if (md5 === undefined) return undefined;
  const hash = createHash("md5");
  for await (const chunk of createReadStream(part)) hash.update(chunk as Buffer);
  const received = hash.digest("hex");
  return received === md5.toLowerCase() ? undefined : `MD5 ${received} instead of ${md5}`;
}

async function discard(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(`${part}.etag`, { force: true });
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

function explain(to: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOSPC") {
    return new UserError(`Expected room for ${to}. Received: no space left. Free some and call it again to go on.`);
  }
  if (code === "EACCES" || code === "EROFS") {
    return new UserError(`Expected a folder that can be written for ${to}. Received: ${code}. Choose another --to.`);
  }
  return error;
}
