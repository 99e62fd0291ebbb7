import { countLeftOut } from "../data/leftOut.js";
import type { PreparedData } from "../data/prepareData.js";
import { copiesSearched, type CopiesFound } from "../data/readGroupedSet.js";
import { describeSplit } from "../data/splitRecord.js";
import type { Manifest, Radiograph } from "../data/types.js";
import { computeTags, type RunContext } from "../tracking/index.js";
import { codeOf } from "./codeOf.js";
import type { ExperimentConfig } from "./config.js";
import type { EvaluationSettings } from "./evaluate.js";
import type { RunEvaluation } from "./evaluateRun.js";
import type { Evidence } from "./evidence.js";
import { baselinesEvidence } from "./evidenceBaselines.js";
import { chosenPoint, operatingPointsAgain, operatingPointsOf } from "./evidenceOperatingPoints.js";
import { judgementOf } from "./evidenceOfImages.js";
import type { SavedRun } from "./savedRun.js";
import type { TrainedModel } from "./trainAndEvaluate.js";

export interface Origin {
  config: ExperimentConfig;
  context: RunContext;
}

export interface JudgedModel {
  model: TrainedModel;
  /** Undefined for a training that did not finish. */
  evidence: Evidence | undefined;
}

/** @returns the evidence of a training; undefined when it did not finish: the test images are then unseen */
export function gatherEvidence(origin: Origin, data: PreparedData, model: TrainedModel): Evidence | undefined {
  const { validation, test, calibration } = model;
  if (!validation || !test) return undefined;
  const { manifest, split, splits } = data;
  const { config } = origin;
  const settings = evaluationSettings(config);
  const parts = { train: splits.train, validation: splits.validation, test: splits.test };
  const seen = new Set([...parts.train.radiographs, ...parts.validation.radiographs].map(({ sha256 }) => sha256));
  return {
    ...originOf(origin, data),
    split: {
      how: describeSplit(split),
      digest: split.digest,
      leaky: split.leaky,
      parts: {
        train: countsOf(parts.train.radiographs, manifest),
        validation: countsOf(parts.validation.radiographs, manifest),
        test: countsOf(parts.test.radiographs, manifest),
      },
    },
    judged: {
      ...countsOf(parts.test.radiographs, manifest),
      part: "test",
      seenInTraining: parts.test.radiographs.filter(({ sha256 }) => seen.has(sha256)).length,
    },
    metrics: { validation: validation.metrics, test: test.metrics },
    ...judgementOf(test, calibration, settings),
    operatingPoints: operatingPointsOf(config.evaluation, { validation, test }, settings),
    baselines: baselinesEvidence(data, test, settings),
  };
}

export interface JudgedAgain extends Omit<RunEvaluation, "copies">, Partial<Pick<RunEvaluation, "copies">> {
  saved: SavedRun;
  /** Of the run's training; none in runs from before there was evidence. */
  trained: Evidence | undefined;
}

/**
 * A trained run's evidence on any set: threshold and calibration stay those of its validation images, so that it also
 * shows how well they carry over.
 */
export function gatherEvidenceAgain(origin: Origin, again: JudgedAgain): Evidence {
  const { evaluation, manifest, judged, seen, trainingCopies, saved, trained, baselines } = again;
  const settings = evaluationSettings(origin.config);
  const radiographs = evaluation.predictions.map(({ radiograph }) => radiograph);
  const { part, isOwnData, missing, unknown, relabelled } = judged;
  return {
    ...originOf(origin, again),
    split: null,
    ...(saved.split && { trainedSplit: trainedSplit(saved.split, saved) }),
    judged: {
      ...countsOf(radiographs, manifest),
      part,
      seenInTraining: seen.bytes,
      seenByGroup: seen.group,
      ...(trainingCopies && trainingCopies.reason === undefined && { seenByCopy: seen.copies }),
      ...(isOwnData && { missingImages: missing, unknownImages: unknown, relabelledImages: relabelled }),
    },
    metrics: { validation: null, test: evaluation.metrics },
    ...judgementOf(evaluation, saved.calibration, settings),
    operatingPoints: operatingPointsAgain(trained?.operatingPoints ?? [chosenPoint(saved)], evaluation, settings),
    ...baselines,
  };
}

function trainedSplit({ digest, leaky }: NonNullable<SavedRun["split"]>, { config }: SavedRun) {
  return { digest, leaky, copiesSearched: copiesSearched(config.data) };
}

export function evaluationSettings({ seed, evaluation }: ExperimentConfig): EvaluationSettings {
  return { seed, resamples: evaluation.resamples, confidence: evaluation.confidence };
}

interface OriginalSet {
  manifest: Manifest;
  copies?: CopiesFound | undefined;
  /** Whether the manifest's groups know of copies; left out: as trained. */
  copiesSearched?: boolean;
}

/** What a result is of and from. */
export function originOf({ config, context }: Origin, { manifest, copies, ...set }: OriginalSet) {
  const { source, digest, classes, radiographs, rejected } = manifest;
  return {
    format: 1 as const,
    experiment: config.name,
    command: context.command,
    ...(context.resumedBy !== undefined && { resumedBy: context.resumedBy }),
    code: codeOf(context),
    origin: computeTags(context),
    ...evaluationSettings(config),
    data: {
      source,
      digest,
      licences: [...new Set(radiographs.map(({ licence }) => licence))].sort(),
      classes: [...classes],
      images: radiographs.length,
      groups: new Set(radiographs.map(({ group }) => group)).size,
      rejected: countLeftOut(rejected),
      copiesSearched: set.copiesSearched ?? copiesSearched(config.data),
      ...(copies && copies.contradictions.radiographs > 0 && { contradictions: copies.contradictions }),
    },
  };
}

export function countsOf(radiographs: readonly Radiograph[], { classes }: Manifest) {
  return {
    images: radiographs.length,
    groups: new Set(radiographs.map(({ group }) => group)).size,
    fractured: radiographs.filter(({ label }) => label === classes[1]).length,
  };
}
