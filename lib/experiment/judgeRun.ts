import type { Dataset } from "../data/types.js";
import { judgeClaim, type Claim } from "../metrics/judgeClaim.js";
import type { Network } from "../model/network.js";
import { predictDataset, scoredOf, type EvaluationSettings } from "./evaluate.js";
import type { SavedRun } from "./savedRun.js";

/**
 * Holds what a trained run achieves on its own test images against new patients, at its own threshold.
 * @param data own: the test part of the split that it was trained on; elsewhere: patients that it never met
 * @throws RangeError when either has one class only
 */
export async function judgeRun(
  name: string,
  { saved, network }: { saved: SavedRun; network: Network },
  data: { own: Dataset; elsewhere: Dataset },
  settings: EvaluationSettings,
): Promise<Claim> {
  const ranked = async (dataset: Dataset) => {
    const predictions = await predictDataset(network, dataset, saved.calibration);
    return { ...scoredOf({ predictions }), ranking: predictions.map(({ logit }) => logit) };
  };
  const scored = { own: await ranked(data.own), elsewhere: await ranked(data.elsewhere) };
  return judgeClaim(name, scored, { thresholdProb: saved.thresholdProb, ...settings });
}
