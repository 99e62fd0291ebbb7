import { readFile, rename, writeFile } from "node:fs/promises";
import { UserError } from "../lib/userError.js";

/**
 * Puts text between `<!-- name -->` and `<!-- /name -->`; the rest of the file stays as it is.
 * @throws UserError when the file lacks one of the two lines
 */
export async function replaceSection(file: string, name: string, text: string): Promise<void> {
  const before = await readFile(file, "utf8");
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [before.indexOf(open), before.indexOf(close)];
  if (start === -1 || end < start) {
    throw new UserError(`bench: expected ${open} and ${close} in ${file}. Received: a file without. Put them back.`);
  }
  const after = `${before.slice(0, start + open.length)}\n\n${text}\n\n${before.slice(end)}`;
  await writeFile(`${file}.tmp`, after);
  await rename(`${file}.tmp`, file);
}
