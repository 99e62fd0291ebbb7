import { readdir, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A writer that lives adds something every few seconds. */
const abandonedAfterMs = 3_600_000;

/** Removes what a killed process left beside `path` while it wrote it: a cache half made may be gigabytes. */
export async function removeAbandoned(path: string): Promise<void> {
  const folder = dirname(path);
  const leftovers = (await readdir(folder)).filter(
    (name) => name.startsWith(`${basename(path)}.`) && name.endsWith(".tmp"),
  );
  for (const name of leftovers) {
    const file = join(folder, name);
    const writtenMs = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    ); // its writer may just have ended
    if (writtenMs !== undefined && Date.now() - writtenMs > abandonedAfterMs) await rm(file, { force: true });
  }
}
