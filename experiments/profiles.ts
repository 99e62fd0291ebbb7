import { resolve } from "node:path";
import type { ExperimentConfig } from "../lib/experiment/config.js";
import { applyOverrides } from "../lib/experiment/overrides.js";
import { UserError } from "../lib/userError.js";

/** What a notebook's parameters cell says. */
export interface NotebookParameters {
  /** "phantom", "fracatlas" or "folder". */
  data: string;
  /** Folder of the data; empty for phantom, or to use FRACTURE_DATA_DIR. */
  dataDir: string;
  /** "full" is the experiment as it stands; "quick" only shows that every cell runs. */
  profile: string;
}

/** Small enough for every notebook to run in seconds; its numbers mean nothing. */
const quick = [
  "data.imageSize=64",
  "data.phantom.patients=60",
  "model.filters=[8,16,32,64]",
  "model.denseUnits=[32]",
  "training.epochs=3",
  "evaluation.resamples=200",
];

/** An experiment on the data and at the size that a notebook was asked for. */
export function withParameters(config: ExperimentConfig, parameters: NotebookParameters): ExperimentConfig {
  const { data, dataDir, profile } = parameters;
  if (profile !== "quick" && profile !== "full") {
    throw new UserError(`profile: expected quick or full. Received: ${profile}.`, 2);
  }
  return applyOverrides(config, [
    ...(profile === "quick" ? quick : []),
    `data.source=${data}`,
    ...(dataDir ? [`data.dir=${JSON.stringify(resolve(dataDir))}`] : []),
  ]);
}
