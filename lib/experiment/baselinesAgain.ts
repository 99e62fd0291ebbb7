import type { DataConfig } from "../data/config.js";
import { standardizeSet, type PrepareOptions } from "../data/prepareData.js";
import type { Dataset, Manifest } from "../data/types.js";
import type { Evaluation } from "./evaluate.js";
import type { Evidence } from "./evidence.js";
import { baselinesEvidence } from "./evidenceBaselines.js";
import { evaluationSettings } from "./gatherEvidence.js";
import { judgedImages, type JudgedImages } from "./judgedImages.js";
import type { OpenedRun } from "./savedRun.js";

/** Null with the reason where there are none to be had honestly. */
export type BaselinesAgain = Pick<Evidence, "baselines" | "baselinesReason">;

/**
 * Trivial baselines beside a run that is judged again. They are fitted on its training images, so they are those of its
 * training, and only there when the set still holds all of these, labelled as they were.
 * @param test the judged images, standardised as `data` says
 */
export async function baselinesAgain(
  run: OpenedRun,
  manifest: Manifest,
  judged: JudgedImages,
  { test, evaluation, data }: { test: Dataset; evaluation: Evaluation; data: DataConfig },
  options: PrepareOptions,
): Promise<BaselinesAgain> {
  const train = judgedImages(run, manifest, data, "train");
  const validation = judgedImages(run, manifest, data, "validation");
  const reason = whyNone(judged, train.missing + validation.missing);
  if (reason !== undefined) return { baselines: null, baselinesReason: reason };
  const standardized = async ({ radiographs }: JudgedImages): Promise<Dataset> =>
    standardizeSet({ ...manifest, radiographs }, data, options);
  const splits = { train: await standardized(train), validation: await standardized(validation), test };
  return { baselines: baselinesEvidence({ splits }, evaluation, evaluationSettings(run.saved.config)) };
}

function whyNone({ isOwnData, part, relabelled }: JudgedImages, missing: number): string | undefined {
  if (!isOwnData) return "They are fitted on the run's training images, and this is another set.";
  if (part !== "test") return "They are fitted on training images, and some of these are judged.";
  if (missing > 0) return `They are fitted on the run's training images, and ${missing} of these are no longer there.`;
  return relabelled > 0 ? `${relabelled} images of the run have other labels now.` : undefined;
}
