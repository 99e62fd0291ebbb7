import { existsSync } from "node:fs";
import { lstat, rename, symlink } from "node:fs/promises";
import { join } from "node:path";

/**
 * A run that began without a server has its id from there now: its folder takes that name, and the id that was printed
 * first still finds it. Nothing happens where it has no folder, or where one of the server's id is there already.
 * @param dir that holds one folder a run id
 */
export async function nameByServerId(dir: string, localId: string, runId: string): Promise<void> {
  const [local, kept] = [join(dir, localId), join(dir, runId)];
  const isFolder = await lstat(local).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isFolder || existsSync(kept)) return;
  await rename(local, kept);
  await symlink(runId, local);
}
