import { resolve } from "node:path";
import { UserError } from "../userError.js";
import type { DataConfig } from "./config.js";
import { createPhantomSource } from "./phantom/index.js";
import { createFolderSource } from "./sources/folder.js";
import { createFracatlasSource } from "./sources/fracatlas.js";
import type { DataSource } from "./types.js";

export interface OpenSourceOptions {
  cacheDir: string;
  /** Where the source looks when the config names no folder. */
  dataDir?: string | undefined;
}

/**
 * The source that a config asks for; nothing is read yet.
 * @throws UserError when the source needs a folder and none is given
 */
export function openSource(config: DataConfig, { cacheDir, dataDir }: OpenSourceOptions): DataSource {
  if (config.source === "phantom") return createPhantomSource(config.phantom, cacheDir);
  const dir = config.dir ?? dataDir;
  if (dir === undefined) {
    throw new UserError(
      `Expected a folder for the data source "${config.source}". Received: none. Give --data-dir DIR or set FRACTURE_DATA_DIR.`,
      2,
    );
  }
  const options = { dir: resolve(dir), cacheDir, config };
  return config.source === "fracatlas" ? createFracatlasSource(options) : createFolderSource(options);
}
