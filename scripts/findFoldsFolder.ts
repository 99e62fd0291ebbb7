import { MlflowError } from "mlflow-js-client";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { downloadFolds, foldsFileName } from "../lib/experiment/foldsFolder.js";
import type { Settings } from "../lib/settings.js";
import { findServerRun } from "../lib/tracking/index.js";

/** A cross-validation's folder: the one named, where this machine keeps it, or from MLflow. @returns undefined when it is none */
export async function findFoldsFolder(
  reference: string,
  { runsDir, trackingUri }: Pick<Settings, "runsDir" | "trackingUri">,
): Promise<string | undefined> {
  const kept = join(runsDir, reference);
  if (/^[0-9a-f]{32}$/.test(reference) && !existsSync(kept)) {
    const server = await findServerRun(trackingUri, reference).catch(ignoreMlflow);
    if (server) await downloadFolds(server, kept);
  }
  return [resolve(reference), kept].find((folder) => existsSync(join(folder, foldsFileName)));
}

/** Whether the server is away or has no such run is told by whoever needs it. */
function ignoreMlflow(error: unknown): void {
  if (!(error instanceof MlflowError)) throw error;
}
