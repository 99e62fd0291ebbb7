import type { Dataset } from "../data/types.js";
import { mean } from "../metrics/mean.js";
import { spearman } from "../metrics/spearman.js";
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
  /** Mean of `correlations`. */
  meanCorrelation: number;
}

export interface RandomizedCascade {
  /** From the logit down to the first layer. */
  stages: RandomizedStage[];
  /** The same correlation between maps of different images by the trained network: what nothing in common looks like. */
  otherImages: number;
}

export interface CascadeOptions extends PredictOptions {
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
  { stages: stageCount = 6, onProgress, signal }: CascadeOptions = {},
): Promise<RandomizedCascade> {
  const area = dataset.imageSize ** 2;
  const expected = await explain(trained, dataset, { signal });
  const nextImages = new Float32Array(expected.length);
  nextImages.set(expected.subarray(area));
  nextImages.set(expected.subarray(0, area), expected.length - area);
  const learnt = readWeights(trained);
  const layers = layersFromTheTop(learnt);
  const stages = evenly(endsOfStages(learnt, layers), stageCount).map((end) => ({
    end,
    correlations: [] as number[],
  }));
  for (const [draw, scratch] of untrained.entries()) {
    const first = readWeights(scratch);
    try {
      for (const [k, { end, correlations }] of stages.entries()) {
        const forgotten = new Set(layers.slice(0, end + 1));
        writeWeights(
          scratch,
          learnt.map((array, i) => (forgotten.has(layerOf(array)) ? first[i]! : array)),
        );
        correlations.push(meanCorrelation(expected, await explain(scratch, dataset, { signal }), area));
        onProgress?.(draw * stages.length + k + 1, untrained.length * stages.length);
      }
    } finally {
      writeWeights(scratch, first);
    }
  }
  return {
    stages: stages.map(({ end, correlations }) => ({
      layer: layers[end]!,
      correlations,
      meanCorrelation: mean(correlations),
    })),
    otherImages: meanCorrelation(expected, nextImages, area),
  };
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

/** Over images in which neither map is flat: the order of equal values has no meaning. */
function meanCorrelation(a: Float32Array, b: Float32Array, area: number): number {
  const correlations: number[] = [];
  for (let start = 0; start < a.length; start += area) {
    correlations.push(spearman(a.subarray(start, start + area), b.subarray(start, start + area)));
  }
  return mean(correlations.filter((value) => !Number.isNaN(value)));
}
