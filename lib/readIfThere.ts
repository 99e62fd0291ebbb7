import { readFile } from "node:fs/promises";

/** The text of a file; undefined when there is none. Any other failure to read it throws. */
export async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  });
}
