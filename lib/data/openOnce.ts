import { closeSync, fstatSync, openSync } from "node:fs";

/** By device and inode: a name may come to mean another file. */
const descriptors = new Map<string, number>();

/**
 * Opens a file for reading until the process ends; the same file again is the same descriptor, so that a notebook cell
 * run a hundred times holds one.
 */
export function openOnce(file: string): number {
  const fd = openSync(file, "r");
  const { dev, ino } = fstatSync(fd);
  const key = `${dev}/${ino}`;
  const known = descriptors.get(key);
  if (known === undefined) {
    descriptors.set(key, fd);
    return fd;
  }
  closeSync(fd);
  return known;
}
