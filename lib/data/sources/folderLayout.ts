import { join } from "node:path";
import { UserError } from "../../userError.js";
import type { SplitName } from "../types.js";
import { listFolder, type Listing } from "./listFiles.js";

export interface Layout {
  /** Absolute; may lie below the folder that was given. */
  root: string;
  classFolders: { path: string; label: string; split?: SplitName | undefined }[];
  /** Absolute: every folder from the given one down to the classes, outer ones first. */
  folders: string[];
  /** Files beside the splits or classes, where no image belongs. */
  ignoredFiles: number;
}

const splitNamesByFolder: Readonly<Record<string, SplitName>> = {
  train: "train",
  training: "train",
  val: "validation",
  valid: "validation",
  validation: "validation",
  test: "test",
  testing: "test",
};

/**
 * Finds `split/class/` or `class/` in a folder, or in the only folder inside it (archives often hold one).
 * @throws UserError that shows what is there instead
 */
export async function findLayout(dir: string): Promise<Layout> {
  let root = dir;
  const above: string[] = [];
  for (let depth = 0; depth < 3; depth++) {
    above.push(root);
    const top = await listFolder(root);
    const splitFolders = top.folders.filter((name) => splitOf(name) !== undefined);
    if (splitFolders.length > 0) return splitLayout(root, top, splitFolders, above);
    if (top.folders.length >= 2) {
      await refuseBuriedSplits(root, top.folders);
      return classLayout(root, top, above);
    }
    const onlyFolder = top.folders[0];
    if (onlyFolder === undefined) throw layoutError(root, top);
    const inside = await listFolder(join(root, onlyFolder));
    if (inside.folders.length === 0) return classLayout(root, top, above);
    root = join(root, onlyFolder);
  }
  throw layoutError(dir, await listFolder(dir));
}

type CountedListing = Listing & { hiddenFiles: number };

function classLayout(root: string, top: CountedListing, above: readonly string[]): Layout {
  return {
    root,
    classFolders: top.folders.map((name) => ({ path: name, label: name })),
    folders: [...above, ...top.folders.map((name) => join(root, name))],
    ignoredFiles: top.files.length + top.hiddenFiles,
  };
}

async function splitLayout(
  root: string,
  top: CountedListing,
  names: readonly string[],
  above: readonly string[],
): Promise<Layout> {
  const strangers = top.folders.filter((name) => splitOf(name) === undefined);
  if (strangers.length > 0) {
    throw new UserError(
      `data: expected only train/, val/ and test/ in ${root}. Received: ${strangers.join("/, ")}/ beside them.\n` +
        `      Move what is no split elsewhere, so that no image is left out unseen.`,
    );
  }
  const folders = [...above, ...names.map((name) => join(root, name))];
  const layout: Layout = { root, classFolders: [], folders, ignoredFiles: top.files.length + top.hiddenFiles };
  for (const name of names) {
    const inside = await listFolder(join(root, name));
    layout.ignoredFiles += inside.files.length + inside.hiddenFiles;
    if (inside.folders.length === 0) throw layoutError(join(root, name), inside);
    for (const label of inside.folders) {
      layout.classFolders.push({ path: `${name}/${label}`, label, split: splitOf(name) });
      layout.folders.push(join(root, name, label));
    }
  }
  return layout;
}

/** Several folders of which one holds train/ and test/ are no classes; guessing would label images by the wrong folder. */
async function refuseBuriedSplits(root: string, folders: readonly string[]): Promise<void> {
  for (const name of folders) {
    const inside = await listFolder(join(root, name));
    if (inside.folders.some((folder) => splitOf(folder) !== undefined)) {
      throw new UserError(
        `data: expected a folder a class in ${root}. Received: ${folders.join("/, ")}/, and splits inside ${name}/.\n` +
          `      Give --data-dir ${join(root, name)}.`,
      );
    }
  }
}

function splitOf(folder: string): SplitName | undefined {
  return splitNamesByFolder[folder.toLowerCase()];
}

function layoutError(root: string, { folders, files }: Listing): UserError {
  const shown = [...folders.map((name) => `${name}/`), ...files];
  const received =
    shown.length === 0 ? ", which is empty" : " with " + shown.slice(0, 4).join(", ") + (shown[4] ? ", …" : "");
  return new UserError(
    `data: expected train/, val/ and test/ with a folder a class in each, or a folder a class. ` +
      `Received: ${root}${received}.\n      One unsplit set? Put its images into fractured/ and not_fractured/; ` +
      `--split 0.7,0.15,0.15 says how training splits it, by group.`,
  );
}
