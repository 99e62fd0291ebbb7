import type { Dataset } from "../data/types.js";
import { spearman } from "../metrics/spearman.js";
import type { Network } from "../model/network.js";
import { readWeights, writeWeights, type WeightArray } from "../model/weights.js";
import type { PredictOptions } from "../model/predict.js";
import type { Explainer } from "./explainer.js";

/** How alike maps stay when part of the network forgets what it learnt. */
export interface RandomizedStage {
  /** The layer whose weights were drawn anew last; all layers after it were before. */
  layer: string;
  /** Mean rank correlation with the trained network's maps over images in which both maps are not flat; NaN without any. */
  meanCorrelation: number;
  /** Images in which either map is flat, so that no correlation is defined. */
  flat: number;
}

export interface RandomizedCascade {
  /** From the logit down to the first layer. */
  stages: RandomizedStage[];
  /** The same correlation between maps of different images by the trained network: what "nothing in common" looks like. */
  otherImages: RandomizedStage;
}

/**
 * Sanity check for explanations: layers are set back to untrained weights one after another, from the logit down; maps that
 * hardly change show the image's edges or the method's habits, not what was learnt (Adebayo et al. 2018, section 3.1,
 * arXiv:1810.03292).
 * @param untrained the same architecture with its first weights; used as scratch paper and put back
 */
export async function randomizedCascade(
  trained: Network,
  untrained: Network,
  dataset: Dataset,
  explain: Explainer,
  { onProgress, signal }: PredictOptions = {},
): Promise<RandomizedCascade> {
  const area = dataset.imageSize ** 2;
  const expected = await explain(trained, dataset, { signal });
  const shifted = new Float32Array(expected.length); // each image beside the map of the next
  shifted.set(expected.subarray(area));
  shifted.set(expected.subarray(0, area), expected.length - area);
  const otherImages = compare("other images", expected, shifted, area);
  const [learnt, fresh] = [readWeights(trained), readWeights(untrained)];
  const layers = layersFromTheTop(learnt);
  const stages: RandomizedStage[] = [];
  try {
    for (const [k, layer] of layers.entries()) {
      const forgotten = new Set(layers.slice(0, k + 1));
      const mixed = learnt.map((array, i) => (forgotten.has(layerOf(array)) ? fresh[i]! : array));
      writeWeights(untrained, mixed);
      stages.push(compare(layer, expected, await explain(untrained, dataset, { signal }), area));
      onProgress?.(k + 1, layers.length);
    }
  } finally {
    writeWeights(untrained, fresh);
  }
  return { stages, otherImages };
}

/** "conv1" of "conv1/kernel". */
function layerOf({ name }: WeightArray): string {
  return name.slice(0, name.indexOf("/"));
}

function layersFromTheTop(weights: readonly WeightArray[]): string[] {
  return [...new Set(weights.map(layerOf))].reverse();
}

function compare(layer: string, a: Float32Array, b: Float32Array, area: number): RandomizedStage {
  const correlations: number[] = [];
  for (let start = 0; start < a.length; start += area) {
    correlations.push(spearman(a.subarray(start, start + area), b.subarray(start, start + area)));
  }
  const defined = correlations.filter((value) => !Number.isNaN(value));
  return {
    layer,
    meanCorrelation: defined.reduce((sum, value) => sum + value, 0) / defined.length,
    flat: correlations.length - defined.length,
  };
}
