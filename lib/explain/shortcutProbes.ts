import { scalePixels } from "../data/batches.js";
import { meanGrey } from "../data/meanGrey.js";
import { readImages } from "../data/readImages.js";
import { subset } from "../data/subset.js";
import type { Dataset } from "../data/types.js";
import { groupBootstrap, type BootstrapOptions } from "../metrics/groupBootstrap.js";
import { rocAuc } from "../metrics/rocAuc.js";
import type { Estimate } from "../metrics/summarize.js";
import type { Network } from "../model/network.js";
import { inBatches, type PredictOptions } from "../model/inBatches.js";
import { imageLogits } from "../model/predict.js";
import { createRandom } from "../random.js";
import { alterations, probeNames, type Alteration, type ProbeName } from "./alterations.js";

export interface Probe {
  name: ProbeName;
  auc: Estimate;
  /** AUC less that of whole images, on the same draws; not there for whole images. */
  change?: Estimate;
}

export interface ShortcutProbes {
  /** Images judged: intact ones, and fractured ones whose boxes are known; all of a set that has no boxes. */
  n: number;
  positives: number;
  groups: number;
  probes: Probe[];
}

export interface ShortcutOptions extends BootstrapOptions, PredictOptions {
  /** What counts as border: this share of the picture's width and height, on each side, in (0, 0.5). */
  borderShare?: number;
}

/**
 * What a network still knows when what it should look at is gone: the AUC of unchanged weights on changed images.
 * - fractures covered: own boxes painted over; intact images get a decoy of another's fracture, so that a cover betrays no
 *   class. An AUC well above .5 comes from elsewhere: a shortcut, or signs outside the box such as a bent limb.
 * - elsewhere covered: decoys in both classes; what covering as such costs.
 * - border alone, border covered: the inside, or the rim, in the set's mean grey. What the rim holds is markers, collimation
 *   and soft tissue, hardly ever the fracture.
 * - bone hidden, bone alone: what is bright, or all that is not, in the set's mean grey. What is left of hidden bone is its
 *   outline, and how much was filled: where the classes differ in that by itself, an AUC above .5 says only so; markers and
 *   metal are bright and go with the bone (brightRegion).
 * Changed images are unlike those of training: an AUC of .5 does not prove that nothing is there, only that this network does
 * not make use of it by itself.
 * Without boxes in the set, covers are left out.
 * @throws RangeError when a class is missing
 */
export async function shortcutProbes(
  network: Network,
  dataset: Dataset,
  { borderShare = 0.15, onProgress, signal, ...bootstrap }: ShortcutOptions,
): Promise<ShortcutProbes> {
  if (!(borderShare > 0 && borderShare < 0.5)) {
    throw new RangeError(`Expected a border share in (0, 0.5). Received: ${borderShare}`);
  }
  const judged = withBoxesOrIntact(dataset);
  const random = createRandom(bootstrap.seed).fork("decoys");
  const altered = alterations(judged, { random, borderShare, fillGrey: Math.round(meanGrey(judged)) });
  const names = probeNames.filter((name) => altered[name]);
  const logits: Float32Array[] = [];
  for (const [k, name] of names.entries()) {
    logits.push(await alteredLogits(network, judged, altered[name]!, signal));
    onProgress?.(k + 1, names.length);
  }
  const estimates = aucsWithChanges(judged, logits, bootstrap);
  return {
    n: judged.labels.length,
    positives: judged.labels.reduce((sum, label) => sum + label, 0),
    groups: new Set(judged.radiographs.map(({ group }) => group)).size,
    probes: names.map((name, k) => ({
      name,
      auc: estimates[k]!,
      ...(k > 0 && { change: estimates[names.length + k]! }),
    })),
  };
}

/** A fracture whose place is not known cannot be covered. */
function withBoxesOrIntact(dataset: Dataset): Dataset {
  const { labels, radiographs } = dataset;
  if (radiographs.every(({ boxes = [] }) => boxes.length === 0)) return dataset;
  return subset(
    dataset,
    radiographs.filter(({ boxes = [] }, i) => labels[i] === 0 || boxes.length > 0),
  );
}

/** @returns an AUC a list of logits, and then its change from the first list */
function aucsWithChanges(
  { labels, radiographs }: Dataset,
  logits: readonly Float32Array[],
  bootstrap: BootstrapOptions,
): Estimate[] {
  const withChanges = (aucs: readonly number[]): number[] => [...aucs, ...aucs.map((auc) => auc - aucs[0]!)];
  const values = withChanges(logits.map((each) => rocAuc(labels, each))); // says so when a class is missing
  const ofDrawn = (images: Uint32Array): number[] => {
    const drawn = Uint8Array.from(images, (i) => labels[i]!);
    const hasBoth = drawn.includes(0) && drawn.includes(1);
    return logits.map((each) =>
      hasBoth
        ? rocAuc(
            drawn,
            Float32Array.from(images, (i) => each[i]!),
          )
        : NaN,
    );
  };
  const groups = radiographs.map(({ group }) => group);
  const intervals = groupBootstrap(groups, (images) => withChanges(ofDrawn(images)), bootstrap);
  return values.map((value, k) => ({ value, low: intervals[k]!.low, high: intervals[k]!.high }));
}

async function alteredLogits(
  network: Network,
  dataset: Dataset,
  alter: Alteration,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const { imageSize: side } = dataset;
  const logits = new Float32Array(dataset.labels.length);
  const inference = network.toInference();
  try {
    await inBatches(dataset, { signal }, (rows) => {
      const pixels = readImages(dataset, rows); // [b, s, s], a copy
      rows.forEach((row, k) => {
        alter(pixels.subarray(k * side * side, (k + 1) * side * side), row);
      });
      logits.set(imageLogits(inference, scalePixels(pixels), side), rows[0]);
    });
  } finally {
    inference.dispose();
  }
  return logits;
}
