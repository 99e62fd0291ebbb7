import { cnnBaseline } from "../../experiments/cnnBaseline.js";
import { foldsDigest, groupFolds } from "../../lib/data/groupFolds.js";
import { inMemoryDataset } from "../../lib/data/inMemoryDataset.js";
import { buildManifest } from "../../lib/data/manifest.js";
import { subsetsOf } from "../../lib/data/prepareData.js";
import type { PreparedFolds } from "../../lib/data/prepareFolds.js";
import { recordSplit } from "../../lib/data/splitRecord.js";
import type { Dataset, Radiograph } from "../../lib/data/types.js";
import { evaluatePredictions, type Evaluation } from "../../lib/experiment/evaluate.js";
import { gatherFoldsEvidence, type JudgedFold } from "../../lib/experiment/foldsEvidence.js";
import { evaluationSettings, type Origin } from "../../lib/experiment/gatherEvidence.js";
import { applyOverrides } from "../../lib/experiment/overrides.js";
import { summarizeFolds } from "../../lib/experiment/summarizeFolds.js";
import { createRandom } from "../../lib/random.js";
import { radiograph } from "../data/fixtures.js";
import { simulatedModel } from "./simulatedModel.js";

export interface SimulatedFolds {
  origin: Origin;
  prepared: PreparedFolds;
  folds: JudgedFold[];
}

/** A cross-validation, its verdicts drawn: 40 patients with two images each, half of them fractured. */
export function simulatedFolds(
  counts: { folds: number; repeats: number },
  change: (image: Radiograph, i: number) => Radiograph = (image) => image,
): SimulatedFolds {
  const config = applyOverrides(cnnBaseline, ["data.source=folder", "evaluation.resamples=100"]);
  const radiographs = Array.from({ length: 80 }, (_, i) => {
    const patient = i >> 1;
    const label = patient % 2 === 1 ? "fractured" : "not_fractured";
    return change(
      radiograph({ path: `${i}.png`, group: `p${patient}`, label, region: i % 3 === 0 ? "hip" : "hand" }),
      i,
    );
  });
  const classes = ["not_fractured", "fractured"];
  const manifest = buildManifest({ source: "folder", root: "/data", classes, radiographs, rejected: [] });
  const random = createRandom("pixels");
  const all = inMemoryDataset({
    imageSize: 16,
    pixels: Uint8Array.from({ length: 80 * 256 }, () => random.integer(256)),
    labels: Uint8Array.from(radiographs, ({ label }) => Number(label === "fractured")),
    radiographs,
  });
  const folds = groupFolds(manifest, { ...counts, seed: 1, validationShare: 0.3 }).map((fold) => {
    const place = { fold: fold.fold, folds: counts.folds, repeat: fold.repeat, repeats: counts.repeats };
    const split = { ...recordSplit(fold.parts, "group", config.data), fold: place };
    return { ...fold, data: { manifest, all, splits: subsetsOf(all, fold.parts), split } };
  });
  const digest = foldsDigest(folds.map(({ data }) => data.split.digest));
  const settings = evaluationSettings(config);
  return {
    origin: { config, context: simulatedModel().origin.context },
    prepared: { manifest, radiographs, all, folds, digest },
    folds: folds.map(({ data: { splits } }, i): JudgedFold => {
      const thresholdProb = 0.3 + 0.1 * (i % 3);
      const judge = (part: Dataset): Evaluation => evaluatePredictions(verdictsOn(part, i), thresholdProb, settings);
      return {
        runId: `run${i}`,
        status: "finished",
        seconds: 1,
        endedAtMs: 1,
        weightsSha256: `w${i}`,
        calibration: undefined,
        thresholdProb,
        validation: judge(splits.validation),
        test: judge(splits.test),
      };
    }),
  };
}

/** Better than chance, and another model in each fold. */
function verdictsOn({ radiographs, labels }: Dataset, fold: number): Evaluation["predictions"] {
  return radiographs.map((image, i) => {
    const label = labels[i]!;
    const logit = 2 * (label - 0.5) + createRandom(`${fold} ${image.path}`).normal();
    return { radiograph: image, label, logit, prob: 1 / (1 + Math.exp(-logit)) };
  });
}

/** What they say together. */
export function evidenceOfFolds({ origin, prepared, folds }: SimulatedFolds): ReturnType<typeof gatherFoldsEvidence> {
  const summary = summarizeFolds(
    folds.map(({ test }) => test),
    evaluationSettings(origin.config),
  );
  return gatherFoldsEvidence(origin, prepared, folds, summary);
}
