import { toClasses } from "../classNames.js";
import type { DataConfig } from "../config.js";
import type { DataSource, SplitName } from "../types.js";
import { assembleManifest, type Candidate } from "./assemble.js";
import { findLayout } from "./folderLayout.js";
import { readImageTables } from "./imageTables.js";
import { listFilesBelow } from "./listFiles.js";
import { nameStems } from "./nameStems.js";
import type { SidecarRow } from "./sidecarTable.js";

export interface FolderSourceOptions {
  dir: string;
  cacheDir: string;
  config: Pick<DataConfig, "maxPixels" | "maxRejectedShare">;
}

/**
 * Any tree of `split/class/*` or `class/*`, Kaggle's included, with an optional manifest.csv at any level down to
 * the classes whose rows add label, group, region, view, hardware and licence. Files with the same content or made from
 * the same name are one group, whether or not they are listed there.
 */
export function createFolderSource({ dir, cacheDir, config }: FolderSourceOptions): DataSource {
  return {
    name: "folder",
    manifest: async (onProgress, signal) => {
      const { root, classFolders, folders, ignoredFiles } = await findLayout(dir);
      const found = { paths: [] as Located[], ignored: ignoredFiles };
      for (const { path, label, split } of classFolders) {
        const { files, hiddenFiles } = await listFilesBelow(root, path);
        const images = files.filter((file) => !isSidecarName(file));
        found.ignored += hiddenFiles + files.length - images.length;
        found.paths.push(...images.map((file) => ({ path: file, label, split })));
      }
      const paths = found.paths.map(({ path }) => path);
      const rows = await readImageTables(root, folders, paths);
      const candidates = describe([...found.paths, ...missingImages(rows, paths)], rows);
      return assembleManifest(candidates, {
        source: "folder",
        root,
        ignoredFiles: found.ignored,
        config,
        cacheDir,
        onProgress,
        signal,
      });
    },
  };
}

interface Located {
  path: string;
  label: string;
  split?: SplitName | undefined;
}

function describe(located: readonly Located[], rows: ReadonlyMap<string, SidecarRow>): Candidate[] {
  const paths = located.map(({ path }) => path);
  const labels = toClasses(located.map(({ path, label }) => rows.get(path)?.label ?? label));
  const stems = nameStems(paths, (i) => labels[i]!);
  return located.map(({ path, split }, i) => {
    const { sha256, ...row } = rows.get(path) ?? {};
    const nameStem = stems[i];
    return {
      path,
      licence: "unknown",
      ...row,
      label: labels[i]!,
      ...(split === undefined ? {} : { split }),
      ...(nameStem === undefined ? {} : { nameStem }),
      ...(sha256 === undefined ? {} : { expectedSha256: sha256 }),
    };
  });
}

/** Images that a table names with a label but that are not there: they end up refused, not forgotten. */
function missingImages(rows: ReadonlyMap<string, SidecarRow>, paths: readonly string[]): Located[] {
  const present = new Set(paths);
  return [...rows].flatMap(([path, { label }]) => (label === undefined || present.has(path) ? [] : [{ path, label }]));
}

/** Tables, notes and annotations that people keep beside their images. */
function isSidecarName(file: string): boolean {
  return /\.(csv|tsv|txt|json|xml|ya?ml|md|html?|xlsx?|docx?|py|ipynb|log|ini|db)$/i.test(file);
}
