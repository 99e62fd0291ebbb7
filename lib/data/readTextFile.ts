import { readFile } from "node:fs/promises";
import { UserError } from "../userError.js";

/** @param option that names the file, for the error @throws UserError when it cannot be read */
export async function readTextFile(file: string, option: string): Promise<string> {
  return readFile(file, "utf8").catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UserError(`${option}: expected a file that can be read. Received: ${file} (${code}).`, 2);
  });
}
