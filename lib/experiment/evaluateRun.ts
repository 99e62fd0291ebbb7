import type { DataConfig } from "../data/config.js";
import { standardizeSet, type PrepareOptions } from "../data/prepareData.js";
import { copiesSearched, groupSet, readSet, type GroupedSet } from "../data/readGroupedSet.js";
import type { Manifest } from "../data/types.js";
import { UserError } from "../userError.js";
import { baselinesAgain, type BaselinesAgain } from "./baselinesAgain.js";
import { evaluatePredictions, predictDataset, type Evaluation } from "./evaluate.js";
import { evaluationSettings } from "./gatherEvidence.js";
import { judgedImages, type JudgedImages } from "./judgedImages.js";
import type { OpenedRun } from "./savedRun.js";
import { seenImages, type SeenImages } from "./seenImages.js";
import { trainingCopies, type TrainingCopies } from "./trainingCopies.js";

export interface RunEvaluation extends GroupedSet {
  evaluation: Evaluation;
  judged: JudgedImages;
  /** Any above 0 and the result flatters. */
  seen: SeenImages;
  /** What `seen` knows of copies; undefined for the run's own set, whose groups tell. */
  trainingCopies: TrainingCopies | undefined;
  /** Whether the groups that the intervals rest on know of copies; on the run's own data as they did then. */
  copiesSearched: boolean;
  baselines: BaselinesAgain;
}

/**
 * Judges a trained run at its own threshold, on its own data or on another set, such as another hospital's. There copies
 * count as one patient: they are searched for, as before a training.
 * @param data as evaluationData gives it
 * @param part left out: test of a set that comes split or that the run was trained on, else all of it
 * @throws UserError when the set's classes are not the run's, the part is empty or of one class, or groups are given for
 *   the run's own data
 */
export async function evaluateRun(
  run: OpenedRun,
  data: DataConfig,
  part: JudgedImages["part"] | undefined,
  options: PrepareOptions,
): Promise<RunEvaluation> {
  const { saved, network } = run;
  const { config, thresholdProb } = saved;
  const { judged, ...set } = await readJudged(run, data, part, options);
  const { manifest } = set;
  const { radiographs } = judged;
  const labels = new Set(radiographs.map(({ label }) => label));
  if (labels.size < 2) {
    throw new UserError(
      `evaluate: expected images of both classes in ${judged.part}. Received: ${radiographs.length} images of ` +
        `${[...labels].join(", ") || "none"}. Choose another --split.`,
    );
  }
  // The run's own standardising, not the caller's: another size would be another network.
  const { imageSize, intensityPercentiles } = config.data;
  const standardizing = { ...data, imageSize, intensityPercentiles };
  const test = await standardizeSet({ ...manifest, radiographs }, standardizing, options);
  const predictions = await predictDataset(network, test, saved.calibration, { signal: options.signal });
  const evaluation = evaluatePredictions(predictions, thresholdProb, evaluationSettings(config));
  const fitting = { test, evaluation, data: standardizing };
  const copiesOfTraining = judged.isOwnData ? undefined : await trainingCopies(saved, manifest, options);
  return {
    ...set,
    evaluation,
    judged,
    seen: seenImages(run, manifest, judged, copiesOfTraining?.contents),
    trainingCopies: copiesOfTraining,
    copiesSearched: copiesSearched(judged.isOwnData ? config.data : data),
    baselines: await baselinesAgain(run, manifest, judged, fitting, options),
  };
}

/**
 * The costly search for copies is spared where the groups are known: those of the run's own split. New images of its own set
 * join them by the run's table, unless another is given.
 */
async function readJudged(
  run: OpenedRun,
  data: DataConfig,
  part: JudgedImages["part"] | undefined,
  options: PrepareOptions,
): Promise<GroupedSet & { judged: JudgedImages }> {
  const asSource = await readSet(data, options);
  requireClasses(run, asSource);
  const judged = judgedImages(run, asSource, data, part);
  const isNew = !judged.isOwnData || (judged.part === "all" && judged.unknown > 0);
  if (!isNew && data.groupsFile !== undefined && data.groupsFile !== run.saved.config.data.groupsFile) {
    throw new UserError(
      "--groups: expected another set than the run's own, whose images keep the groups that they were trained in. " +
        `Received: ${data.groupsFile} for the run's own. Leave --groups out.`,
      2,
    );
  }
  const drops = run.saved.config.data.contradictoryCopies === "drop"; // what it left out is known to a search alone
  if (isNew || drops) {
    const { groupsFile = judged.isOwnData ? run.saved.config.data.groupsFile : undefined } = data;
    const grouped = await groupSet(asSource, { ...data, groupsFile }, options);
    return { ...grouped, judged: judgedImages(run, grouped.manifest, data, part) };
  }
  return { manifest: asSource, copies: undefined, judged };
}

function requireClasses({ saved: { classes } }: OpenedRun, manifest: Manifest): void {
  if (String(manifest.classes) === String(classes)) return;
  throw new UserError(
    `evaluate: expected the classes ${classes.join(", ")}. Received: ${manifest.classes.join(", ")}.`,
  );
}
