/** Where a network sees a fracture, whether that is where the fracture is, and whether it needs the fracture at all. */
export { baselineMaps, type BaselineMaps } from "./baselineMaps.js";
export { boxRegions } from "./boxRegions.js";
export { embeddingPairs, type EmbeddingPairsOptions, type Pictures } from "./embeddingPairs.js";
export type { Explainer } from "./explainer.js";
export { gradCam } from "./gradCam.js";
export { gradCamPlusPlus } from "./gradCamPlusPlus.js";
export { localize, type Localization } from "./localize.js";
export { maskRegions } from "./maskRegions.js";
export { embed, neighbours, type Embeddings, type Neighbour, type NeighbourOptions } from "./neighbours.js";
export { occlusion, type OcclusionOptions } from "./occlusion.js";
export {
  randomizedCascade,
  type CascadeOptions,
  type RandomizedCascade,
  type RandomizedStage,
} from "./randomizedCascade.js";
export { shortcutProbes, type Probe, type ShortcutOptions, type ShortcutProbes } from "./shortcutProbes.js";
export { splitLikeness, type SplitLikeness } from "./splitLikeness.js";
