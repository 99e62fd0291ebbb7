import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeAtomically } from "../data/writeAtomically.js";
import { UserError } from "../userError.js";
import type { RunContext } from "../tracking/index.js";
import { codeOf } from "./codeOf.js";
import { experimentConfigSchema, type ExperimentConfig } from "./config.js";
import { evidenceFile, evidenceText, type Evidence } from "./evidence.js";

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

export interface EndedFolds {
  config: ExperimentConfig;
  classes: readonly string[];
  context: RunContext;
  evidence: Evidence;
}

/** Writes the evidence, and after it what makes the folder a cross-validation's. */
export async function writeFoldsFolder(
  folder: string,
  { config, classes, context, evidence }: EndedFolds,
): Promise<void> {
  const saved: SavedFolds = {
    format: 1,
    config,
    classes: [...classes],
    dataDigest: evidence.data.digest,
    code: codeOf(context),
  };
  await writeAtomically(join(folder, evidenceFile), [evidenceText(evidence)]);
  await writeAtomically(join(folder, foldsFileName), [`${JSON.stringify(saved, null, 2)}\n`]);
}

/** @returns undefined when the folder is no cross-validation's @throws UserError when its file is damaged */
export async function readSavedFolds(folder: string): Promise<SavedFolds | undefined> {
  const file = join(folder, foldsFileName);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return savedFoldsSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new UserError(
      `run: ${file} is no cross-validation of this version: ${(error as Error).message.split("\n")[0]!}`,
    );
  }
}
