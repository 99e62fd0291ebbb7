import type { Dataset } from "../data/types.js";
import { groupBootstrap, type BootstrapOptions } from "../metrics/groupBootstrap.js";
import { mean } from "../metrics/mean.js";
import { spearman } from "../metrics/spearman.js";
import type { Estimate } from "../metrics/summarize.js";
import type { Network } from "../model/network.js";
import { readWeights, writeWeights, type WeightArray } from "../model/weights.js";
import type { PredictOptions } from "../model/inBatches.js";
import type { Explainer } from "./explainer.js";

/** How alike maps stay when the top of the network forgets what it learnt. */
export interface RandomizedStage {
  /** The deepest layer whose weights are untrained; all layers after it are too. */
  layer: string;
  /** One an untrained network: mean rank correlation over images; NaN when no image has two maps that are not flat. */
  correlations: number[];
  /** Mean over images of each image's mean over the untrained networks. */
  mean: Estimate;
  /** The same less `otherImages`, image by image. */
  aboveOtherImages: Estimate;
}

export interface RandomizedCascade {
  /** From the logit down to the first layer. */
  stages: RandomizedStage[];
  /**
   * The same correlation between the trained network's maps of an image and of the next one of another group: what nothing
   * in common but the habits of radiographs looks like. NaN where there is one group only.
   */
  otherImages: Estimate;
}

/** Intervals are over groups, with the untrained networks as they are. */
export interface CascadeOptions extends PredictOptions, BootstrapOptions {
  /** At most so many, evenly over the depth, the logit alone and the whole network among them; at least 2. */
  stages?: number;
}

/**
 * Sanity check for explanations: layers are set back to untrained weights one after another, from the logit down; maps that
 * hardly change show the image's edges or the method's habits, not what was learnt (Adebayo et al. 2018, section 3.1,
 * arXiv:1810.03292).
 * @param untrained the same architecture with first weights of several seeds, since one draw says little; used as scratch
 *   paper and put back
 */
export async function randomizedCascade(
  trained: Network,
  untrained: readonly Network[],
  dataset: Dataset,
  explain: Explainer,
  { stages: stageCount = 6, onProgress, signal, ...bootstrap }: CascadeOptions,
): Promise<RandomizedCascade> {
  const area = dataset.imageSize ** 2;
  const expected = await explain(trained, dataset, { signal });
  const learnt = readWeights(trained);
  const layers = layersFromTheTop(learnt);
  const stages = evenly(endsOfStages(learnt, layers), stageCount).map((end) => ({ end, draws: [] as number[][] }));
  for (const [draw, scratch] of untrained.entries()) {
    const first = readWeights(scratch);
    try {
      for (const [k, { end, draws }] of stages.entries()) {
        const forgotten = new Set(layers.slice(0, end + 1));
        writeWeights(
          scratch,
          learnt.map((array, i) => (forgotten.has(layerOf(array)) ? first[i]! : array)),
        );
        const maps = await explain(scratch, dataset, { signal });
        draws.push(dataset.radiographs.map((_, i) => spearman(mapAt(expected, i, area), mapAt(maps, i, area))));
        onProgress?.(draw * stages.length + k + 1, untrained.length * stages.length);
      }
    } finally {
      writeWeights(scratch, first);
    }
  }
  const groups = dataset.radiographs.map(({ group }) => group);
  const others = nextOfAnotherGroup(groups).map((other, i) =>
    other === undefined ? NaN : spearman(mapAt(expected, i, area), mapAt(expected, other, area)),
  );
  const ofImages = stages.map(({ draws }) => others.map((_, i) => meanDefined(draws.map((values) => values[i]!))));
  const differences = ofImages.map((values) => values.map((value, i) => value - others[i]!));
  const [otherImages, ...estimates] = meansOverGroups([others, ...ofImages, ...differences], groups, bootstrap);
  return {
    stages: stages.map(({ end, draws }, k) => ({
      layer: layers[end]!,
      correlations: draws.map(meanDefined),
      mean: estimates[k]!,
      aboveOtherImages: estimates[stages.length + k]!,
    })),
    otherImages: otherImages!,
  };
}

function mapAt(maps: Float32Array, i: number, area: number): Float32Array {
  return maps.subarray(i * area, (i + 1) * area);
}

/** For each image the next one, going round, that is not of its group. */
function nextOfAnotherGroup(groups: readonly string[]): (number | undefined)[] {
  const count = groups.length;
  return groups.map((group, i) => {
    const steps = Array.from({ length: count - 1 }, (_, k) => (i + k + 1) % count);
    return steps.find((other) => groups[other] !== group);
  });
}

/** Over images in which neither map is flat: the order of equal values has no meaning. */
function meanDefined(values: readonly number[]): number {
  return mean(values.filter((value) => !Number.isNaN(value)));
}

/** @param columns each with one value an image @returns an estimate a column */
function meansOverGroups(
  columns: readonly (readonly number[])[],
  groups: readonly string[],
  bootstrap: BootstrapOptions,
): Estimate[] {
  const means = (images: ArrayLike<number>): number[] =>
    columns.map((values) => meanDefined(Array.from(images, (i) => values[i]!)));
  const intervals = groupBootstrap(groups, means, bootstrap);
  return means([...groups.keys()]).map((value, k) => ({ value, low: intervals[k]!.low, high: intervals[k]!.high }));
}

/** "conv1" of "conv1/kernel". */
function layerOf({ name }: WeightArray): string {
  return name.slice(0, name.indexOf("/"));
}

function layersFromTheTop(weights: readonly WeightArray[]): string[] {
  return [...new Set(weights.map(layerOf))].reverse();
}

/** Places in `layers` that have a kernel: a normalisation is forgotten together with what it normalises. */
function endsOfStages(weights: readonly WeightArray[], layers: readonly string[]): number[] {
  const names = new Set(weights.map(({ name }) => name));
  return Array.from(layers.keys()).filter((place) => names.has(`${layers[place]!}/kernel`));
}

function evenly(places: readonly number[], count: number): number[] {
  if (places.length <= count) return [...places];
  return Array.from({ length: count }, (_, k) => places[Math.round((k * (places.length - 1)) / (count - 1))]!);
}
