import { rm, stat } from "node:fs/promises";
import type { OnProgress } from "../types.js";
import { ArchiveError } from "./archiveError.js";
import { download } from "./download.js";
import { unzip } from "./unzip.js";

export interface FetchDatasetOptions {
  /** Folder to put the data set's own folder into. */
  to: string;
  onProgress?: ((stage: "downloading" | "unpacking", ...progress: Parameters<OnProgress>) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Downloads an archive unless it lies there whole, unpacks it, and removes it; a damaged one is removed too, so that the
 * next call fetches it anew.
 */
export async function fetchAndUnpack(
  zip: string,
  folder: string,
  { onProgress, signal }: Omit<FetchDatasetOptions, "to">,
  from: { url: string; expectedBytes?: number; md5?: string; headers?: Readonly<Record<string, string>> },
): Promise<void> {
  const report = (stage: "downloading" | "unpacking"): OnProgress => {
    return (done, total) => onProgress?.(stage, done, total);
  };
  const isThere = await isFile(zip); // only a checked download gets this name
  if (!isThere) await download({ ...from, to: zip, onProgress: report("downloading"), signal });
  try {
    await unzip(zip, folder, { onProgress: report("unpacking"), signal });
  } catch (error) {
    if (error instanceof ArchiveError) await rm(zip);
    throw error;
  }
  await rm(zip);
}

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
