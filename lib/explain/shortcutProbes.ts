import { meanGrey } from "../data/meanGrey.js";
import { readImages } from "../data/readImages.js";
import { subset } from "../data/subset.js";
import type { Dataset } from "../data/types.js";
import { groupBootstrap, type BootstrapOptions } from "../metrics/groupBootstrap.js";
import { rocAuc } from "../metrics/rocAuc.js";
import type { Estimate } from "../metrics/summarize.js";
import type { Network } from "../model/network.js";
import type { PredictOptions } from "../model/predict.js";
import { createRandom } from "../random.js";
import { tf } from "../tensorflow/index.js";
import { alterations, probeNames, type Alteration, type ProbeName } from "./alterations.js";
import { inBatches } from "./inBatches.js";

export interface Probe {
  name: ProbeName;
  auc: Estimate;
  /** AUC less that of whole images, on the same draws; not there for whole images. */
  change?: Estimate;
}

export interface ShortcutProbes {
  /** Images judged: intact ones, and fractured ones whose boxes are known. */
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
 * Changed images are unlike those of training: an AUC of .5 does not prove that nothing is there, only that this network does
 * not make use of it by itself.
 * @throws RangeError when a class is missing, or no image has boxes
 */
export async function shortcutProbes(
  network: Network,
  dataset: Dataset,
  { borderShare = 0.15, onProgress, signal, ...bootstrap }: ShortcutOptions,
): Promise<ShortcutProbes> {
  if (!(borderShare > 0 && borderShare < 0.5)) {
    throw new RangeError(`Expected a border share in (0, 0.5). Received: ${borderShare}`);
  }
  const known = dataset.radiographs.filter(({ boxes = [] }, i) => dataset.labels[i] === 0 || boxes.length > 0);
  const judged = subset(dataset, known);
  const random = createRandom(bootstrap.seed).fork("decoys");
  const altered = alterations(judged, { random, borderShare, fillGrey: Math.round(meanGrey(judged)) });
  const logits: Float32Array[] = [];
  for (const [k, name] of probeNames.entries()) {
    logits.push(await alteredLogits(network, judged, altered[name], signal));
    onProgress?.(k + 1, probeNames.length);
  }
  const groups = known.map(({ group }) => group);
  const positives = judged.labels.reduce((sum, label) => sum + label, 0);
  return { n: known.length, positives, groups: new Set(groups).size, probes: judge(judged, groups, logits, bootstrap) };
}

function judge(
  { labels }: Dataset,
  groups: readonly string[],
  logits: readonly Float32Array[],
  bootstrap: BootstrapOptions,
): Probe[] {
  const whole = logits.map((values) => rocAuc(labels, values)); // says so when a class is missing
  const aucs = (images: Uint32Array): number[] => {
    const drawn = Uint8Array.from(images, (i) => labels[i]!);
    const hasBoth = drawn.includes(0) && drawn.includes(1);
    return logits.map((values) =>
      hasBoth
        ? rocAuc(
            drawn,
            Float32Array.from(images, (i) => values[i]!),
          )
        : NaN,
    );
  };
  const withChanges = (values: readonly number[]): number[] => [
    ...values,
    ...values.map((value) => value - values[0]!),
  ];
  const values = withChanges(whole);
  const intervals = groupBootstrap(groups, (images) => withChanges(aucs(images)), bootstrap);
  const estimates = values.map((value, k): Estimate => {
    const { low, high } = intervals[k]!;
    return { value, low, high };
  });
  return probeNames.map((name, k) => ({
    name,
    auc: estimates[k]!,
    ...(k > 0 && { change: estimates[probeNames.length + k]! }),
  }));
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
      const values = Float32Array.from(pixels, (value) => value / 255);
      logits.set(
        tf.tidy(() => inference.logits(tf.tensor4d(values, [rows.length, side, side, 1])).dataSync<"float32">()),
        rows[0],
      );
    });
  } finally {
    inference.dispose();
  }
  return logits;
}
