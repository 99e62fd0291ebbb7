import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UserError } from "../userError.js";
import type { ExperimentConfig } from "./config.js";
import type { SavedRun } from "./savedRun.js";

export interface RunPlaces {
  /** Where this machine keeps the runs that it trained, one folder a run id. */
  runsDir: string;
  /** Fetches a run from the tracking server into a new folder; undefined when the server has no such run. */
  download?: (runId: string, folder: string) => Promise<boolean>;
}

/**
 * The folder of a run named by its MLflow run id or by a folder.
 * @throws UserError when there is no such run here or on the server
 */
export async function findRun(reference: string, places: RunPlaces): Promise<string> {
  const candidates = [resolve(reference), join(places.runsDir, reference)];
  for (const folder of candidates) if (await isRunFolder(folder)) return folder;
  const isRunId = /^[\w-]+$/.test(reference);
  const target = join(places.runsDir, reference);
  if (isRunId && (await places.download?.(reference, target))) return target;
  throw new UserError(
    `run: expected an MLflow run id or a folder with model.json, weights.bin and experiment.json. Received: ${reference}. ` +
      "`npm run experiment` prints the id in its first line.",
    2,
  );
}

/**
 * A run that was trained here with this very config on this very data: training again would give the same weights.
 * @returns its folder, the newest when there are several
 */
export async function findTrainedRun(
  config: ExperimentConfig,
  dataDigest: string,
  runsDir: string,
): Promise<string | undefined> {
  const names = await readdir(runsDir).catch(() => []);
  const found: { folder: string; time: number }[] = [];
  for (const name of names) {
    const folder = join(runsDir, name);
    if (!(await isRunFolder(folder))) continue;
    const saved = JSON.parse(await readFile(join(folder, "experiment.json"), "utf8")) as SavedRun;
    const isSame = saved.dataDigest === dataDigest && JSON.stringify(saved.config) === JSON.stringify(config);
    if (isSame) found.push({ folder, time: (await stat(folder)).mtimeMs });
  }
  return found.sort((a, b) => b.time - a.time)[0]?.folder;
}

async function isRunFolder(folder: string): Promise<boolean> {
  return stat(join(folder, "experiment.json")).then(
    (entry) => entry.isFile(),
    () => false,
  );
}
