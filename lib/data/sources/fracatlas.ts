import { access } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../userError.js";
import type { DataConfig } from "../config.js";
import type { DataSource } from "../types.js";
import { assembleManifest, type Candidate } from "./assemble.js";
import { fracatlasArchive } from "./fracatlasArchive.js";
import { fracatlasSample } from "./fracatlasSample.js";
import { listFolder } from "./listFiles.js";

export interface FracatlasSourceOptions {
  dir: string;
  cacheDir: string;
  config: Pick<DataConfig, "maxPixels" | "maxRejectedShare">;
}

/**
 * FracAtlas (Abedeen et al. 2023, doi:10.1038/s41597-023-02432-4), CC BY 4.0: the archive as published, or a part of it
 * listed by a manifest.csv. There are no patient ids; neighbouring numbers are often one patient, so 50 are a group.
 */
export function createFracatlasSource({ dir, cacheDir, config }: FracatlasSourceOptions): DataSource {
  return {
    name: "fracatlas",
    manifest: async (onProgress, signal) => {
      const { root, candidates } = await readLayout(dir);
      return assembleManifest(candidates, { source: "fracatlas", root, config, cacheDir, onProgress, signal });
    },
  };
}

async function readLayout(dir: string): Promise<{ root: string; candidates: Candidate[] }> {
  const { folders } = await listFolder(dir);
  for (const root of [dir, ...folders.map((name) => join(dir, name))]) {
    if (await exists(join(root, "dataset.csv"))) return { root, candidates: await fracatlasArchive(root) };
    if (await exists(join(root, "manifest.csv"))) return { root, candidates: await fracatlasSample(root) };
  }
  throw new UserError(
    `data: expected FracAtlas, with dataset.csv and images/, or a part of it with manifest.csv. Received: ${dir} with ` +
      `neither.\n      Fetch it with npm run data -- download fracatlas --to DIR, or read other images with --data folder.`,
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
