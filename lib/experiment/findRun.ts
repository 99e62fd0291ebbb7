import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UserError } from "../userError.js";
import type { ExperimentConfig } from "./config.js";
import { foldsFileName } from "./foldsFolder.js";
import { savedRunSchema, type SavedRun } from "./savedRun.js";

export interface RunPlaces {
  /** Where this machine keeps the runs that it trained, one folder a run id. */
  runsDir: string;
  /** The run, or logged model, that an address such as models:/cnn-baseline@champion means on the tracking server. */
  findModel?: (address: string) => Promise<string>;
  /** Fetches a run or a logged model from the tracking server into a new folder; false when the server has none such. */
  download?: (id: string, folder: string) => Promise<boolean>;
}

/** How a command's help tells what `findRun` takes. */
export const runReference =
  "MLflow run id; models:/NAME@ALIAS or models:/NAME/VERSION; or a folder with model.json, weights.bin and experiment.json";

/**
 * The folder of a run named by its MLflow run id, by one of MLflow's model addresses, or by a folder.
 * @throws UserError when there is no such run here or on the server
 */
export async function findRun(reference: string, places: RunPlaces): Promise<string> {
  const isAddress = reference.startsWith("models:/");
  const id = isAddress ? await places.findModel?.(reference) : reference;
  if (id !== undefined) {
    const kept = join(places.runsDir, id);
    for (const folder of [resolve(id), kept]) {
      if (await isRunFolder(folder)) return folder;
      if (await hasFile(folder, foldsFileName)) {
        throw new UserError(
          `run: expected a run with a model. Received: ${reference}, a cross-validation, which has one a fold. ` +
            `\`npm run card -- ${reference}\` names the runs of its folds.`,
          2,
        );
      }
    }
    const isId = /^[\w-]+$/.test(id);
    if (isId && (await places.download?.(id, kept))) return kept;
  }
  throw new UserError(
    "run: expected an MLflow run id, a model such as models:/cnn-baseline@champion, or a folder with model.json, " +
      `weights.bin and experiment.json. Received: ${reference}. \`npm run experiment\` prints the id in its first line.`,
    2,
  );
}

export interface WantedRun {
  config: ExperimentConfig;
  dataDigest: string;
  /** Of the split: the same data may be grouped and divided in another way. */
  splitDigest: string;
  /** As a saved run states it. */
  code: string;
  /** ISO 8601; older runs do not count. */
  since?: string | undefined;
}

/**
 * A run that this machine trained to its end with this config, data and code: training again would give its weights.
 * @returns its folder, the newest when there are several
 */
export async function findTrainedRun(wanted: WantedRun, runsDir: string): Promise<string | undefined> {
  const names = await readdir(runsDir).catch(() => []);
  const found: { folder: string; endedAt: string }[] = [];
  for (const folder of names.map((name) => join(runsDir, name))) {
    const saved = await readDescription(folder);
    if (saved && isWanted(saved, wanted)) found.push({ folder, endedAt: saved.endedAt });
  }
  return found.sort((a, b) => (a.endedAt < b.endedAt ? 1 : -1))[0]?.folder;
}

function isWanted(saved: SavedRun, { config, dataDigest, splitDigest, code, since = "" }: WantedRun): boolean {
  const isSame = saved.dataDigest === dataDigest && saved.split?.digest === splitDigest && saved.code === code;
  const isRecent = saved.status === "finished" && saved.endedAt >= since;
  return isSame && isRecent && JSON.stringify(saved.config) === JSON.stringify(config);
}

/** A folder without a whole description is no run to use again, whatever else it is. */
async function readDescription(folder: string): Promise<SavedRun | undefined> {
  return readFile(join(folder, "experiment.json"), "utf8").then(
    (text) => savedRunSchema.safeParse(parseJson(text)).data,
    () => undefined,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isRunFolder(folder: string): Promise<boolean> {
  return hasFile(folder, "experiment.json");
}

async function hasFile(folder: string, name: string): Promise<boolean> {
  return stat(join(folder, name)).then(
    (entry) => entry.isFile(),
    () => false,
  );
}
