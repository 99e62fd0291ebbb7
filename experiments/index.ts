import { nearestKey } from "../lib/experiment/configKeys.js";
import type { ExperimentConfig } from "../lib/experiment/config.js";
import { UserError } from "../lib/userError.js";
import { ablations } from "./ablations.js";
import { cnnBaseline } from "./cnnBaseline.js";

/** Every experiment by its name. A new one: a file beside this one, and a line here. */
export const experiments: readonly ExperimentConfig[] = [cnnBaseline, ...ablations.map(({ config }) => config)];

/** @throws UserError naming the nearest experiment */
export function experimentNamed(name: string): ExperimentConfig {
  const found = experiments.find((config) => config.name === name);
  if (found) return found;
  const names = experiments.map((config) => config.name);
  throw new UserError(
    `experiment: ${name} is not one of ${names.join(", ")}. The nearest is ${nearestKey(name, names)}.`,
    2,
  );
}

export { ablations, ablationsShare, type Ablation } from "./ablations.js";
export { copiedSet, type CopiedSet } from "./copiedSet.js";
export { withParameters, type NotebookParameters } from "./profiles.js";
