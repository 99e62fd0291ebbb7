import { BrokenSetError } from "../lib/data/brokenSetError.js";
import type { DataSource, Manifest, OnProgress } from "../lib/data/types.js";

/** A set's manifest, also of one that is no use for training; `broken` then says why. */
export async function readEvenBroken(
  source: DataSource,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<{ manifest: Manifest; broken?: BrokenSetError }> {
  try {
    return { manifest: await source.manifest(onProgress, signal) };
  } catch (error) {
    if (error instanceof BrokenSetError) return { manifest: error.manifest, broken: error };
    throw error;
  }
}
