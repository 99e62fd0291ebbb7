import { readEvidence, type Evidence } from "../experiment/evidence.js";
import { readSavedFolds, readVerdicts, type SavedFolds } from "../experiment/foldsFolder.js";
import { outOfFoldFile, parseOutOfFoldCsv, type OutOfFoldRow } from "../experiment/outOfFoldCsv.js";
import { UserError } from "../userError.js";
import { letterOf, requireComparable, type RunFolder } from "./comparedRun.js";

/** A cross-validation as a comparison sees it. */
export interface ComparedFolds {
  /** "A cnn-baseline": a letter in the order given, which all tables and figures use. */
  name: string;
  /** As it was asked for. */
  reference: string;
  saved: SavedFolds;
  evidence: Evidence & { folds: NonNullable<Evidence["folds"]> };
  /** One an image and repeat. */
  verdicts: readonly OutOfFoldRow[];
}

/**
 * Reads two to eight cross-validations; the first is what the others are held against.
 * @throws UserError on another number, on one twice, and on one that is damaged or kept no held-out verdicts
 */
export async function readFoldsToCompare(runs: readonly RunFolder[]): Promise<ComparedFolds[]> {
  requireComparable(runs);
  return Promise.all(runs.map((run, i) => readFolds(run, letterOf(i))));
}

async function readFolds({ reference, folder, title, download }: RunFolder, letter: string): Promise<ComparedFolds> {
  const saved = await readSavedFolds(folder);
  const evidence = await readEvidence(folder);
  if (!saved || !evidence?.folds) {
    throw new UserError(
      `compare: expected cross-validations only, or runs only. Received: ${reference}, which is no cross-validation that has ended.`,
      2,
    );
  }
  const verdicts = (await readVerdicts(folder)) ?? parsed(await download?.(outOfFoldFile));
  if (!verdicts) {
    throw new UserError(
      `compare: expected the held-out verdicts of each cross-validation. Received: ${reference} without, here and in MLflow. ` +
        "Start MLflow with `npm run mlflow`, or run its experiment again.",
      2,
    );
  }
  const name = `${letter} ${title ?? saved.config.name}`;
  return { name, reference, saved, evidence: { ...evidence, folds: evidence.folds }, verdicts };
}

function parsed(bytes: Uint8Array | undefined): OutOfFoldRow[] | undefined {
  return bytes && parseOutOfFoldCsv(new TextDecoder().decode(bytes), outOfFoldFile);
}
