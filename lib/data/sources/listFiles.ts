import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../userError.js";
import { compareText } from "../manifest.js";

export interface Listing {
  folders: string[];
  files: string[];
}

/**
 * What a folder holds, sorted; links are followed, hidden entries and what an operating system leaves behind are not
 * listed but counted.
 * @throws UserError when it is missing, no folder, or may not be read
 */
export async function listFolder(path: string): Promise<Listing & { hiddenFiles: number }> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    throw folderError(path, error);
  });
  const listing = { folders: [] as string[], files: [] as string[], hiddenFiles: 0 };
  for (const entry of entries.sort((a, b) => compareText(a.name, b.name))) {
    const kind = entry.isSymbolicLink() ? await stat(join(path, entry.name)).catch(() => entry) : entry;
    if (isHidden(entry.name)) listing.hiddenFiles += kind.isDirectory() ? 0 : 1;
    else if (kind.isDirectory()) listing.folders.push(entry.name);
    else listing.files.push(entry.name); // a dangling link or a pipe too: it is found unreadable and listed as such
  }
  return listing;
}

/** Every file below a folder, as paths relative to `root` with "/" between folders. */
export async function listFilesBelow(root: string, folder: string): Promise<{ files: string[]; hiddenFiles: number }> {
  const found = { files: [] as string[], hiddenFiles: 0 };
  const visit = async (relative: string, depth: number): Promise<void> => {
    if (depth > 32)
      throw new UserError(`Expected a tree of folders. Received: a loop of links at ${join(root, relative)}.`);
    const { folders, files, hiddenFiles } = await listFolder(join(root, relative));
    found.hiddenFiles += hiddenFiles;
    found.files.push(...files.map((file) => `${relative}/${file}`));
    for (const name of folders) await visit(`${relative}/${name}`, depth + 1);
  };
  await visit(folder, 0);
  return found;
}

function isHidden(name: string): boolean {
  return name.startsWith(".") || name === "Thumbs.db" || name === "desktop.ini" || name === "__MACOSX";
}

function folderError(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") {
    return new UserError(
      `Expected a folder of radiographs. Received: ${path}, which does not exist. Give --data-dir or FRACTURE_DATA_DIR.`,
    );
  }
  if (code === "ENOTDIR") return new UserError(`Expected a folder of radiographs. Received: ${path}, which is a file.`);
  if (code === "EACCES" || code === "EPERM") {
    return new UserError(
      `Expected a folder that may be read. Received: ${path} without permission. Allow it with chmod a+rX.`,
    );
  }
  return error;
}
