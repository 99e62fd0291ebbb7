import { InvalidArgumentError, Option, type Command } from "commander";
import { rename, writeFile } from "node:fs/promises";
import { accessSync, constants, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { DataConfig } from "../lib/data/config.js";
import { UserError } from "../lib/userError.js";

export interface DataOptions {
  data?: DataConfig["source"];
  dataDir?: string;
}

/**
 * --data and --data-dir, the same in every command that reads radiographs.
 * @param ifLeftOut which radiographs are read then
 */
export function addDataOptions(program: Command, ifLeftOut = "the experiment's"): Command {
  const description = `which radiographs; ${ifLeftOut} when left out`;
  return program
    .addOption(new Option("--data <source>", description).choices(["phantom", "fracatlas", "folder"]))
    .option("--data-dir <dir>", "where they lie; FRACTURE_DATA_DIR when left out");
}

/**
 * The folder that a source reads; undefined for phantom.
 * @param fallbackDir FRACTURE_DATA_DIR
 * @throws UserError when a source has no folder, or a folder no source
 */
export function dataFolder({ data, dataDir }: DataOptions, fallbackDir: string | undefined): string | undefined {
  if (data === undefined || data === "phantom") {
    if (dataDir === undefined) return undefined;
    throw new UserError(
      `data: expected --data fracatlas or --data folder beside --data-dir. Received: ${data ?? "--data-dir alone"}.`,
      2,
    );
  }
  const dir = dataDir ?? fallbackDir;
  if (dir !== undefined) return resolve(dir);
  throw new UserError(
    `data: expected a folder for --data ${data}. Received: none. Give --data-dir DIR or set FRACTURE_DATA_DIR.`,
    2,
  );
}

/** The same as config overrides, so that one place checks them. */
export function dataOverrides(options: DataOptions, fallbackDir: string | undefined): string[] {
  const folder = dataFolder(options, fallbackDir);
  return [
    ...(options.data ? [`data.source=${options.data}`] : []),
    ...(folder ? [`data.dir=${JSON.stringify(folder)}`] : []),
  ];
}

/** --json FILE, the same in every command. */
export function jsonOption(what: string): Option {
  return outputOption("--json <file>", `also write ${what} as JSON`);
}

/** A file to be written; whether it can be is known before any work is done. */
export function outputOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((file) => {
    const obstacle = whyNotWritable(dirname(resolve(file))) ?? whyNotReplaceable(file);
    if (obstacle === undefined) return file;
    throw new InvalidArgumentError(
      `Expected a file in a folder that can be written. Received: ${file}, but ${obstacle}.`,
    );
  });
}

/** @returns undefined when files can be put into the folder */
export function whyNotWritable(folder: string): string | undefined {
  try {
    accessSync(folder, constants.W_OK);
    return isFolder(folder) ? undefined : `${folder} is no folder`;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return `${folder} ${isMissing ? "does not exist" : "may not be written"}`;
  }
}

/** The file is put in place of what is there, which must not happen to a device or a pipe. */
function whyNotReplaceable(path: string): string | undefined {
  const there = statSync(path, { throwIfNoEntry: false });
  if (!there || there.isFile()) return undefined;
  return there.isDirectory() ? "it is a folder" : "it is a device or a pipe";
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Writes a command's --json file, whole or not at all; numbers that are not finite become null. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, `${JSON.stringify(value, null, 2)}\n`);
  await rename(temporary, file);
}
