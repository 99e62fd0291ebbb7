import type { RunEvaluation } from "../../lib/experiment/evaluateRun.js";
import type { SavedRun } from "../../lib/experiment/savedRun.js";
import { simulatedModel } from "./simulatedModel.js";

/** A model whose logits are drawn, judged again on its own test images, with nothing to object to. */
export function judgedAgain(): { result: RunEvaluation; saved: SavedRun } {
  const { origin, model, data } = simulatedModel();
  const { manifest, splits, split } = data;
  const { train, validation, test } = splits;
  const { radiographs } = test;
  return {
    result: {
      manifest,
      copies: undefined,
      evaluation: model.test!,
      judged: { radiographs, part: "test", isOwnData: true, missing: 0, unknown: 0, relabelled: 0 },
      seen: { bytes: 0, copies: 0, group: 0 },
      trainingCopies: undefined,
      copiesSearched: true,
      baselines: { baselines: null, baselinesReason: "none drawn" },
    },
    saved: {
      format: 1,
      config: origin.config,
      classes: [...manifest.classes],
      thresholdProb: model.thresholdProb,
      ...(model.calibration && { calibration: model.calibration }),
      weightsSha256: "w",
      dataDigest: manifest.digest,
      split: { by: split.by, digest: split.digest, leaky: false },
      status: "finished",
      endedAt: "2026-01-01T00:00:00.000Z",
      code: "abc",
      trainedOn: [...train.radiographs, ...validation.radiographs].map(({ sha256 }) => sha256),
    },
  };
}
