import { dataConfigSchema } from "../../../lib/data/config.js";
import { createFolderSource } from "../../../lib/data/sources/folder.js";
import type { Manifest } from "../../../lib/data/types.js";
import { temporaryFolder, tinyPng, writeFiles } from "../fixtures.js";

export const config = { ...dataConfigSchema.parse({}), maxPixels: 1_000_000 };

/** What a folder source makes of a folder, without a cache. */
export async function read(dir: string, changes: Partial<typeof config> = {}): Promise<Manifest> {
  return createFolderSource({ dir, cacheDir: await temporaryFolder(), config: { ...config, ...changes } }).manifest();
}

/** Distinct images under the given paths. */
export async function folderOf(
  paths: readonly string[],
  more: Record<string, Uint8Array | string> = {},
): Promise<string> {
  const dir = await temporaryFolder();
  const files = await Promise.all(paths.map(async (path, i) => [path, await tinyPng(i)] as const));
  await writeFiles(dir, { ...Object.fromEntries(files), ...more });
  return dir;
}
