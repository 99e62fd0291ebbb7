/** Sets as people share them: many files of few radiographs, with the truth beside them. */
export type { CopyFile } from "./copiesTruth.js";
export { drawRadiographs } from "./drawRadiographs.js";
export { judgeCopies, type CopiesJudgement } from "./judgeCopies.js";
export { makeCopiesSet, type CopiesSet } from "./makeCopiesSet.js";
export type { CopiesRecipe } from "./planCopies.js";
export { seenInTraining, type SeenInTraining } from "./seenInTraining.js";
