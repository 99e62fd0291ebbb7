import { availableParallelism } from "node:os";
import type { OnProgress } from "./types.js";

/** Files worked on at once: one a core, and some to read while others are decoded. The commands give libuv as many threads. */
export const filesInFlight = Math.max(4, availableParallelism());

/**
 * `Promise.all(items.map(work))` with at most `concurrency` at a time, results in the order of the items.
 * Nothing starts after the first error, which is thrown; an aborted signal ends it with the signal's reason.
 * Lanes that each take the next item, rather than a queue of promises: a queue of 100,000 takes 110 MB.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
  options: { concurrency: number; onProgress?: OnProgress | undefined; signal?: AbortSignal | undefined },
): Promise<R[]> {
  const { concurrency, onProgress, signal } = options;
  const results = new Array<R>(items.length);
  let [next, done] = [0, 0];
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      signal?.throwIfAborted();
      const index = next++;
      results[index] = await work(items[index]!, index);
      onProgress?.(++done, items.length);
    }
  };
  const endAll = (error: unknown): never => {
    next = items.length;
    throw error;
  };
  await Promise.all(Array.from({ length: concurrency }, () => lane().catch(endAll)));
  return results;
}
