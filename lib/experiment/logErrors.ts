import type { Dataset } from "../data/types.js";
import { greyPng } from "../figures/greyPng.js";
import { rankErrors } from "../figures/rankErrors.js";
import type { TrackedRun } from "../tracking/index.js";
import type { Evaluation } from "./evaluate.js";

const kinds = ["missed", "false alarm"] as const;
/** Keys of the image grid. */
export const worstErrorImages = kinds.map((kind) => `worst/${kind}`);

/** Of each kind: two rows of a sheet, and some 200 KB a run. */
const perKind = 6;

/**
 * The errors that the model was surest of: worst-errors.json, a table with pictures; and the pictures in the UI's image
 * grid, where runs stand side by side, rank by rank.
 * @param dataset what was judged, in the predictions' order
 */
export async function logErrors(
  run: TrackedRun,
  dataset: Dataset,
  { predictions, thresholdProb }: Evaluation,
): Promise<void> {
  const probs = predictions.map(({ prob }) => prob);
  const { missed, falseAlarms } = rankErrors(dataset.labels, probs, thresholdProb);
  const ranked = [missed, falseAlarms].flatMap((errors, kind) =>
    errors.slice(0, perKind).map((i, k) => ({ error: kinds[kind]!, rank: k + 1, i })),
  );
  const rows = await Promise.all(
    ranked.map(async ({ error, rank, i }) => {
      const { path, region = "", group } = dataset.radiographs[i]!;
      return { error, rank, picture: await greyPng(dataset, i), probability: probs[i]!, region, group, path };
    }),
  );
  if (rows.length === 0) return;
  await run.mlflow.table("worst-errors.json", rows);
  for (const { error, rank, picture } of rows) {
    await run.mlflow.image(`worst/${error}`, picture, { step: rank - 1 }); // the grid begins at 0
  }
}
