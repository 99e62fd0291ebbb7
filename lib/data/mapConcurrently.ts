import pLimit from "p-limit";
import type { OnProgress } from "./types.js";

/**
 * `Promise.all(items.map(work))` with at most `concurrency` at a time, results in the order of the items.
 * The first error ends it; an aborted signal ends it with the signal's reason.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
  options: { concurrency: number; onProgress?: OnProgress | undefined; signal?: AbortSignal | undefined },
): Promise<R[]> {
  const { concurrency, onProgress, signal } = options;
  const limit = pLimit(concurrency);
  let done = 0;
  const start = async (item: T, index: number): Promise<R> => {
    signal?.throwIfAborted();
    const result = await work(item, index);
    onProgress?.(++done, items.length);
    return result;
  };
  try {
    return await limit.map(items, start);
  } catch (error) {
    limit.clearQueue(); // nothing starts after the first error
    throw error;
  }
}
