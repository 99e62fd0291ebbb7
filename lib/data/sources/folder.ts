import { stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { normalizeClassName } from "../classNames.js";
import type { DataConfig } from "../config.js";
import type { DataSource, SplitName } from "../types.js";
import { assembleManifest, type Candidate } from "./assemble.js";
import { findLayout } from "./folderLayout.js";
import { listFilesBelow } from "./listFiles.js";
import { nameStems } from "./nameStems.js";
import { readSidecarTable, type SidecarRow } from "./sidecarTable.js";

export interface FolderSourceOptions {
  dir: string;
  cacheDir: string;
  config: Pick<DataConfig, "maxPixels" | "maxRejectedShare">;
}

/**
 * Any tree of `split/class/*` or `class/*`, Kaggle's included, with an optional manifest.csv beside the classes whose
 * rows add label, group, region, view, hardware and licence. Without groups there, files with the same content or made
 * from the same name are one.
 */
export function createFolderSource({ dir, cacheDir, config }: FolderSourceOptions): DataSource {
  return {
    name: "folder",
    manifest: async (onProgress) => {
      const { root, classFolders, ignoredFiles } = await findLayout(dir);
      const table = await readSidecarTable(root);
      const found = { paths: [] as Located[], ignored: ignoredFiles };
      for (const { path, label, split } of classFolders) {
        const { files, hiddenFiles } = await listFilesBelow(root, path);
        const images = files.filter((file) => !isSidecarName(file));
        found.ignored += hiddenFiles + files.length - images.length;
        found.paths.push(...images.map((file) => ({ path: file, label: normalizeClassName(label), split })));
      }
      const missing = await missingRows(root, table, found.paths);
      const candidates = describe([...found.paths, ...missing], table);
      return assembleManifest(candidates, {
        source: "folder",
        root,
        ignoredFiles: found.ignored,
        config,
        cacheDir,
        onProgress,
      });
    },
  };
}

interface Located {
  path: string;
  label: string;
  split?: SplitName | undefined;
}

function describe(located: readonly Located[], table: Map<string, SidecarRow> | undefined): Candidate[] {
  const candidates = located.map(({ path, label, split }): Candidate => {
    const { sha256, label: listedLabel, ...row } = table?.get(path) ?? {};
    return {
      path,
      licence: "unknown",
      ...row,
      label: listedLabel === undefined ? label : normalizeClassName(listedLabel),
      ...(split === undefined ? {} : { split }),
      ...(sha256 === undefined ? {} : { expectedSha256: sha256 }),
    };
  });
  const stems = nameStems(
    candidates.map(({ path }) => path),
    (i) => candidates[i]!.label,
  );
  return candidates.map((candidate, i) => {
    const nameStem = stems[i];
    return candidate.group !== undefined || nameStem === undefined ? candidate : { ...candidate, nameStem };
  });
}

/** Images that the table names with a label but that are not there: they end up refused, not forgotten. */
async function missingRows(
  root: string,
  table: Map<string, SidecarRow> | undefined,
  located: readonly Located[],
): Promise<Located[]> {
  const present = new Set(located.map(({ path }) => path));
  const missing: Located[] = [];
  for (const [path, { label }] of table ?? []) {
    if (present.has(path) || relative(root, join(root, path)).startsWith("..")) continue;
    const exists = await stat(join(root, path)).then(
      () => true,
      () => false,
    );
    if (!exists && label !== undefined) missing.push({ path, label: normalizeClassName(label) });
  }
  return missing;
}

/** Tables, notes and annotations that people keep beside their images. */
function isSidecarName(file: string): boolean {
  return /\.(csv|tsv|txt|json|xml|ya?ml|md|html?|xlsx?|docx?|py|ipynb|log|ini|db)$/i.test(file);
}
