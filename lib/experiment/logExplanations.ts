import { subset } from "../data/subset.js";
import type { Dataset } from "../data/types.js";
import { boxRegions } from "../explain/boxRegions.js";
import { gradCam } from "../explain/gradCam.js";
import type { Figure } from "../figures/figure.js";
import { greyPng } from "../figures/greyPng.js";
import { heatSheet } from "../figures/heatSheet.js";
import { rankErrors } from "../figures/rankErrors.js";
import { localizationScores } from "../metrics/localizationScores.js";
import { createCnn } from "../model/cnn.js";
import { writeWeights, type WeightArray } from "../model/weights.js";
import { createRandom } from "../random.js";
import type { TrackedRun } from "../tracking/index.js";
import type { ExperimentConfig } from "./config.js";
import type { Evaluation } from "./evaluate.js";

const kinds = ["missed", "false alarm", "found"] as const;
/** Keys of the image grid. */
export const explainedImages = kinds.map((kind) => `grad-cam/${kind}`);

/** A row of a sheet of pictures large enough to judge. */
const perKind = 4;

/**
 * Grad-CAM where the model was surest and wrong, and on hits drawn at random: explanations.json, a table of each picture
 * with and without heat, and the pictures with heat in the UI's image grid. Where boxes are known, with whether the hottest
 * place lies in one and how much of the heat does.
 * @param dataset what was judged, in the predictions' order
 * @returns the same as a sheet, for the page of figures
 */
export async function logExplanations(
  run: TrackedRun,
  config: ExperimentConfig,
  dataset: Dataset,
  { model, test }: { model: { weights: readonly WeightArray[] }; test: Evaluation },
): Promise<Figure> {
  const { chosen, subtitle } = choose(dataset, test, config.seed);
  const shown = subset(
    dataset,
    chosen.map(({ image }) => dataset.radiographs[image]!),
  );
  const maps = await heatOf(config, model.weights, shown);
  const area = shown.imageSize ** 2;
  const regions = boxRegions(shown);
  const rows = await Promise.all(
    chosen.map(async ({ kind, rank, probability }, i) => {
      const heat = maps.subarray(i * area, (i + 1) * area);
      const isKnown = regions[i]!.includes(1);
      const { pointing, energy } = isKnown ? localizationScores(heat, regions[i]!) : { pointing: NaN, energy: NaN };
      const { path, region = "", group } = shown.radiographs[i]!;
      const [picture, overlay] = [await greyPng(shown, i), await greyPng(shown, i, heat)];
      const scores = { hottestInBox: pointing, heatInBox: energy };
      return { kind, rank, picture, "grad-cam": overlay, probability, ...scores, region, group, path };
    }),
  );
  if (rows.length > 0) await run.mlflow.table("explanations.json", rows);
  for (const row of rows) await run.mlflow.image(`grad-cam/${row.kind}`, row["grad-cam"], { step: row.rank - 1 });
  const sheet = kinds.map((kind) => ({ kind, images: [...chosen.keys()].filter((i) => chosen[i]!.kind === kind) }));
  const probs = chosen.map(({ probability }) => probability);
  return heatSheet(shown, maps, probs, sheet, {
    method: "Grad-CAM",
    subtitle: subtitle + pointingInWords(rows),
    columns: perKind,
    cellPixels: 190,
  });
}

/** The surest errors, and hits that nobody picked. */
function choose(dataset: Dataset, { predictions, thresholdProb }: Evaluation, seed: number) {
  const probs = predictions.map(({ prob }) => prob);
  const { missed, falseAlarms } = rankErrors(dataset.labels, probs, thresholdProb);
  const hits = [...dataset.labels.keys()].filter((i) => dataset.labels[i] === 1 && probs[i]! >= thresholdProb);
  const chosen = [missed, falseAlarms, createRandom(seed).fork("explained").shuffle(hits)].flatMap((ofKind, k) =>
    ofKind.slice(0, perKind).map((image, at) => ({ kind: kinds[k]!, rank: at + 1, image, probability: probs[image]! })),
  );
  return {
    chosen,
    subtitle: `the surest of ${missed.length} missed and ${falseAlarms.length} false alarms; found: drawn from ${hits.length}`,
  };
}

/** Of the pictures shown: too few to be a result, which notebook 07 is. */
function pointingInWords(rows: readonly { kind: string; hottestInBox: number }[]): string {
  const known = rows.filter(({ hottestInBox }) => !Number.isNaN(hottestInBox));
  if (known.length === 0) return "";
  const parts = (["missed", "found"] as const).map((kind) => {
    const ofKind = known.filter((row) => row.kind === kind);
    return `${ofKind.filter(({ hottestInBox }) => hottestInBox >= 0.5).length} of ${ofKind.length} ${kind}`;
  });
  return `; hottest in a fracture's box: ${parts.join(", ")}`;
}

/** @returns [n, imageSize, imageSize] in [0, 1] */
async function heatOf(
  config: ExperimentConfig,
  weights: readonly WeightArray[],
  shown: Dataset,
): Promise<Float32Array> {
  if (shown.labels.length === 0) return new Float32Array(0);
  const network = createCnn(config.model, config.data.imageSize, createRandom(config.seed));
  try {
    writeWeights(network, weights);
    return await gradCam(network, shown);
  } finally {
    network.dispose();
  }
}
