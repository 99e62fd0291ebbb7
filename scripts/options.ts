import { InvalidArgumentError, Option, type Command } from "commander";
import { rename, writeFile } from "node:fs/promises";
import { accessSync, constants } from "node:fs";
import { dirname, resolve } from "node:path";

export interface DataOptions {
  data?: string;
  dataDir?: string;
}

/** --data and --data-dir, the same in every command that reads radiographs. */
export function addDataOptions(program: Command): Command {
  return program
    .addOption(new Option("--data <source>", "which radiographs").choices(["phantom", "fracatlas", "folder"]))
    .option("--data-dir <dir>", "where they lie; FRACTURE_DATA_DIR when left out");
}

/** The same as config overrides, so that one place checks them. */
export function dataOverrides({ data, dataDir }: DataOptions): string[] {
  return [
    ...(data ? [`data.source=${data}`] : []),
    ...(dataDir ? [`data.dir=${JSON.stringify(resolve(dataDir))}`] : []),
  ];
}

/** --json FILE, the same in every command; whether it can be written is known before any work is done. */
export function jsonOption(what: string): Option {
  return new Option("--json <file>", `also write ${what} as JSON`).argParser((file) => {
    try {
      accessSync(dirname(resolve(file)), constants.W_OK);
    } catch (error) {
      const code =
        (error as NodeJS.ErrnoException).code === "ENOENT" ? "which does not exist" : "which may not be written";
      throw new InvalidArgumentError(
        `Expected a file in a folder that can be written. Received: ${dirname(file)}, ${code}.`,
      );
    }
    return file;
  });
}

/** Writes a command's --json file, whole or not at all; numbers that are not finite become null. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, `${JSON.stringify(value, null, 2)}\n`);
  await rename(temporary, file);
}
