import type { Dataset } from "../data/types.js";
import type { Network } from "../model/network.js";
import type { PredictOptions } from "../model/inBatches.js";

/**
 * Where in each image a network sees a fracture.
 * @returns [n, imageSize, imageSize] in [0, 1]: 0 for "no evidence here", 1 for the most within this image. Heat is not
 *   comparable between images: an intact one has its hottest spot too. All 0 where nothing speaks for a fracture.
 *   64 KB an image of 128 pixels: explain a subset of a large set.
 */
export type Explainer = (network: Network, dataset: Dataset, options?: PredictOptions) => Promise<Float32Array>;
