import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../lib/userError.js";

/**
 * The numbered notebooks, in order, by name without ending.
 * @param only numbers such as "03" or "3"; all when left out
 * @throws UserError when a number has no notebook
 */
export async function findNotebooks(root: string, only: readonly string[] | undefined): Promise<string[]> {
  const files = await readdir(join(root, "notebooks"));
  const names = files.filter((file) => /^\d\d-.*\.ipynb$/.test(file)).map((file) => file.replace(/\.ipynb$/, ""));
  names.sort();
  if (!only) return names;
  return only.map((number) => {
    const found = names.find((name) => name.startsWith(`${number.padStart(2, "0")}-`));
    if (!found) throw new UserError(`reproduce: expected one of ${names.join(", ")}. Received: --only ${number}`, 2);
    return found;
  });
}
