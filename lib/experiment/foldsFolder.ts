import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeAtomically } from "../data/writeAtomically.js";
import { parseRecord } from "../parseRecord.js";
import type { ServerRun } from "../tracking/index.js";
import { experimentConfigSchema, type ExperimentConfig } from "./config.js";
import { outOfFoldFile, parseOutOfFoldCsv, type OutOfFoldRow } from "./outOfFoldCsv.js";
import { evidenceFile, evidenceText, parseEvidence, type Evidence } from "./evidence.js";

const savedFoldsSchema = z.object({
  format: z.literal(1),
  config: experimentConfigSchema,
  classes: z.array(z.string()).length(2),
  dataDigest: z.string(),
  /** As a saved run states it. */
  code: z.string(),
});

/** What a cross-validation says of itself beside its evidence; its models lie in the folders of its folds' runs. */
export type SavedFolds = z.infer<typeof savedFoldsSchema>;

/** Tells a cross-validation's folder from a run's. */
export const foldsFileName = "cross-validation.json";

/** The held-out verdicts in that folder. */
const verdictsFile = "out-of-fold.csv";

/**
 * Writes the evidence and the held-out verdicts, and after them what makes the folder a cross-validation's.
 * @param verdictsCsv as outOfFoldCsv makes it; undefined where MLflow has none
 */
export async function writeFoldsFolder(
  folder: string,
  { config, evidence, verdictsCsv }: { config: ExperimentConfig; evidence: Evidence; verdictsCsv: string | undefined },
): Promise<void> {
  const { code, data } = evidence;
  const saved: SavedFolds = { format: 1, config, classes: data.classes, dataDigest: data.digest, code };
  await writeAtomically(join(folder, evidenceFile), [evidenceText(evidence)]);
  if (verdictsCsv !== undefined) await writeAtomically(join(folder, verdictsFile), [verdictsCsv]);
  await writeAtomically(join(folder, foldsFileName), [`${JSON.stringify(saved, null, 2)}\n`]);
}

/**
 * Makes that folder anew from what MLflow keeps of the run.
 * @returns false when the run is no cross-validation that has ended
 * @throws UserError when a file of it is damaged
 */
export async function downloadFolds({ download }: Pick<ServerRun, "download">, folder: string): Promise<boolean> {
  const textOf = async (path: string): Promise<string | undefined> => {
    const bytes = await download(path);
    return bytes && new TextDecoder().decode(bytes);
  };
  const evidenceJson = await textOf(`metrics/${evidenceFile}`);
  const configJson = await textOf("config.json");
  if (evidenceJson === undefined || configJson === undefined) return false;
  const evidence = parseEvidence(evidenceJson, evidenceFile);
  if (!evidence.folds) return false;
  const config = parseRecord(
    configJson,
    experimentConfigSchema,
    (reason) => `run: config.json in MLflow is no config of this version (${reason}).`,
  );
  await writeFoldsFolder(folder, { config, evidence, verdictsCsv: await textOf(outOfFoldFile) });
  return true;
}

/** @returns undefined when the folder is no cross-validation's @throws UserError when its file is damaged */
export async function readSavedFolds(folder: string): Promise<SavedFolds | undefined> {
  const file = join(folder, foldsFileName);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  return parseRecord(
    text,
    savedFoldsSchema,
    (reason) => `run: ${file} is no cross-validation of this version (${reason}).`,
  );
}

/** @returns undefined when the folder has none: it is from before they were kept there */
export async function readVerdicts(folder: string): Promise<OutOfFoldRow[] | undefined> {
  const file = join(folder, verdictsFile);
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseOutOfFoldCsv(text, file);
}
