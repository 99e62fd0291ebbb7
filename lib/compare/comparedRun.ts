import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readEvidence, type Evidence } from "../experiment/evidence.js";
import { parsePredictionsCsv, predictionsFile, type PredictionRow } from "../experiment/predictionsCsv.js";
import { readSavedRun, type SavedRun } from "../experiment/savedRun.js";
import { readTrainingRecord, type TrainingRecord } from "../experiment/trainingRecord.js";
import { UserError } from "../userError.js";

/** A trained run as a comparison sees it: judged on its own test images, without its weights. */
export interface ComparedRun {
  /** "A cnn-baseline": a letter in the order given, which all tables and figures use. */
  name: string;
  /** As it was asked for. */
  reference: string;
  saved: SavedRun;
  evidence: Evidence;
  /** Undefined in runs from before trainings were recorded beside their weights. */
  training: TrainingRecord | undefined;
  /** One a test image. */
  predictions: PredictionRow[];
}

/** A run by its folder and the name that whoever compares gave it. */
export interface RunFolder {
  reference: string;
  folder: string;
  /** What tells it from the others, such as "no augmentation"; the config's name when left out. */
  title?: string;
  /** An artifact of it on the tracking server; for older runs, which kept their predictions only there. */
  download?: (path: string) => Promise<Uint8Array | undefined>;
}

/** More than this many lines on one figure can't be told apart. */
const mostRuns = 8;

/**
 * Reads two to eight runs; the first is what the others are held against.
 * @throws UserError on another number, on one run twice, and on a run that is damaged, was not judged, or kept no predictions
 */
export async function readRuns(runs: readonly RunFolder[]): Promise<ComparedRun[]> {
  requireComparable(runs);
  return Promise.all(runs.map((run, i) => readRun(run, letterOf(i))));
}

/** @throws UserError on too few or too many, and on one of them twice */
export function requireComparable(runs: readonly RunFolder[]): void {
  if (runs.length < 2 || runs.length > mostRuns) {
    throw new UserError(
      `compare: expected two to ${mostRuns} runs, the first being what the others are held against. Received: ${runs.length}.`,
      2,
    );
  }
  const twice = runs.find(({ folder }, i) => runs.findIndex((other) => other.folder === folder) < i);
  if (twice) throw new UserError(`compare: expected different runs. Received: ${twice.reference} twice.`, 2);
}

/** A, B, C … in the order given. */
export function letterOf(i: number): string {
  return String.fromCharCode(65 + i);
}

async function readRun({ reference, folder, title, download }: RunFolder, letter: string): Promise<ComparedRun> {
  const saved = await readSavedRun(folder);
  const evidence = await readEvidence(folder);
  if (!evidence) {
    throw new UserError(
      `compare: expected runs that were judged on test images. Received: ${reference}, which was stopped or is older. Train it again.`,
      2,
    );
  }
  const file = join(folder, predictionsFile("test", saved.dataDigest));
  const text =
    (await readFile(file, "utf8").catch(() => undefined)) ?? decoded(await download?.("predictions/test.csv"));
  if (text === undefined) {
    throw new UserError(
      `compare: expected the predictions on test images beside each run. Received: ${reference} without. ` +
        `\`npm run evaluate -- ${reference}\` writes them.`,
      2,
    );
  }
  return {
    name: `${letter} ${title ?? saved.config.name}`,
    reference,
    saved,
    evidence,
    training: await readTrainingRecord(folder),
    predictions: parsePredictionsCsv(text, file),
  };
}

function decoded(bytes: Uint8Array | undefined): string | undefined {
  return bytes && new TextDecoder().decode(bytes);
}
