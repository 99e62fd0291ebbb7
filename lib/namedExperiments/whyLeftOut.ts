import type { Run } from "mlflow-js-client";
import type { ExperimentConfig } from "../experiment/config.js";
import { flatten } from "../tracking/index.js";
import type { NamedRun } from "./namedRun.js";

/** Where the data lie may differ; what they are is told by their digest. */
const anyValue = new Set(["data.source", "data.dir"]);

/** Those that a config may leave out. */
const optionalSettings = new Set(["data.groupsFile", "data.splitFile", "data.limit"]);

/**
 * Why a cross-validation does not answer for an experiment, by what its page in MLflow says.
 * @param reference the run whose folds all others must have; left out for the first
 * @returns undefined when nothing speaks against it
 */
export function whyLeftOut(
  { status, tags, params }: Pick<Run, "status" | "tags" | "params">,
  config: ExperimentConfig,
  reference?: Pick<NamedRun, "splitDigest">,
): string | undefined {
  if (status === "RUNNING" || status === "SCHEDULED") return "it has not finished";
  if (status !== "FINISHED") return "it was stopped";
  if (tags["git.dirty"] !== "false") {
    return tags["git.dirty"] === "true" ? "its code had uncommitted changes" : "its commit is not known";
  }
  if (tags["split.leaky"] !== "false") return "its split is leaky, or not known to be clean";
  const others = otherSettings(params, config);
  if (others.length > 0) return `its settings are others: ${others.join(" ")}`;
  const split = params["split.digest"] ?? "unknown";
  if (reference && split !== reference.splitDigest) return `its folds are others: split digest ${split.slice(0, 16)}`;
  return undefined;
}

/**
 * A setting that there was not yet when the run was made is no other: its default is what was done before. One that the
 * experiment leaves out, such as data.groupsFile, is.
 */
function otherSettings(params: Run["params"], config: ExperimentConfig): string[] {
  const expected = flatten(config);
  const others = Object.entries(expected).filter(([key, value]) => params[key] !== undefined && params[key] !== value);
  const added = Object.keys(params).filter((key) => optionalSettings.has(key) && expected[key] === undefined);
  return [...others.map(([key]) => key), ...added]
    .filter((key) => !anyValue.has(key))
    .map((key) => `${key}=${params[key]!}`);
}
