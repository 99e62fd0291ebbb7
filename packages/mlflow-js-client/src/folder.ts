import { readdir, stat } from "node:fs/promises";
import { join, posix } from "node:path";
import type { ArtifactFile } from "./content.js";

/**
 * All files below a folder, sorted by name; links to files are followed, links to folders are not (they may loop).
 * @param under prefix of the artifact paths; "" for none
 */
export async function filesUnder(folder: string, under: string): Promise<ArtifactFile[]> {
  const files: ArtifactFile[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = join(folder, entry.name);
    const path = posix.join(under, entry.name);
    if (entry.isDirectory()) files.push(...(await filesUnder(file, path)));
    else if (entry.isFile() || (entry.isSymbolicLink() && (await stat(file)).isFile())) {
      files.push({ path, content: { file } });
    }
  }
  return files;
}
