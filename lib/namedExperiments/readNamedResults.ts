import { evidenceFile, parseEvidence } from "../experiment/evidence.js";
import { outOfFoldFile, parseOutOfFoldCsv } from "../experiment/outOfFoldCsv.js";
import { recordedRuns, type RecordedRun } from "../tracking/index.js";
import { UserError } from "../userError.js";
import type { NamedExperiment, NamedResult, NamedRun } from "./namedRun.js";
import { whyLeftOut } from "./whyLeftOut.js";

/** MLflow's, which `npm run experiment` records in. */
const experimentName = "fracture-lab";

/**
 * The newest cross-validation of each experiment that counts: finished, of committed code, with the experiment's own
 * settings, and on the data and folds of the first experiment that has one.
 * @param experiments the first is the baseline
 * @throws UserError when the server can't be reached or refuses
 */
export async function readNamedResults(
  trackingUri: string,
  experiments: readonly NamedExperiment[],
): Promise<NamedResult[]> {
  const results: NamedResult[] = [];
  let reference: NamedRun | undefined;
  for (const experiment of experiments) {
    const runs = await recordedRuns(trackingUri, experimentName, experiment.config.name);
    const result = await choose(experiment, runs.filter(isCrossValidation), reference);
    reference ??= result.run;
    results.push(result);
  }
  return results;
}

function isCrossValidation({ run }: RecordedRun): boolean {
  return run.params["split.folds"] !== undefined;
}

/** @param candidates the newest first */
async function choose(
  experiment: NamedExperiment,
  candidates: readonly RecordedRun[],
  reference: NamedRun | undefined,
): Promise<NamedResult> {
  const leftOut: NamedResult["leftOut"] = [];
  for (const candidate of candidates) {
    const { runId } = candidate.run;
    const read = whyLeftOut(candidate.run, experiment.config, reference) ?? (await readRun(candidate, reference));
    if (typeof read !== "string") return { experiment, run: read, leftOut };
    leftOut.push({ runId, reason: read });
  }
  return { experiment, run: undefined, leftOut };
}

/** @returns the run, or why it does not count */
async function readRun(recorded: RecordedRun, reference: NamedRun | undefined): Promise<NamedRun | string> {
  const { runId, experimentId, params } = recorded.run;
  const kept = await readFiles(recorded);
  if (typeof kept === "string") return kept;
  const { evidence, verdicts } = kept;
  const { digest } = evidence.data;
  if (reference && digest !== reference.evidence.data.digest)
    return `its data are others: digest ${digest.slice(0, 16)}`;
  const count = (key: "fold" | "repeat"): number => new Set(verdicts.map((row) => row[key])).size;
  return {
    runId,
    page: `#/experiments/${experimentId}/runs/${runId}`,
    evidence,
    splitDigest: params["split.digest"] ?? "unknown",
    folds: count("fold"),
    repeats: count("repeat"),
    verdicts,
    ...(await costOf(recorded, evidence.folds?.models.map((model) => model.runId) ?? [])),
  };
}

/** @returns what the run says of itself, or why it can't be read */
async function readFiles(recorded: RecordedRun): Promise<Pick<NamedRun, "evidence" | "verdicts"> | string> {
  const evidence = await text(recorded, `metrics/${evidenceFile}`);
  const verdicts = await text(recorded, outOfFoldFile);
  if (evidence === undefined || verdicts === undefined) return "it kept no evidence or no held-out verdicts";
  try {
    return {
      evidence: parseEvidence(evidence, evidenceFile),
      verdicts: parseOutOfFoldCsv(verdicts, outOfFoldFile),
    };
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

async function costOf(
  { children }: RecordedRun,
  models: readonly string[],
): Promise<Pick<NamedRun, "trainableWeights" | "cpuSeconds">> {
  const trained = (await children()).filter(({ runId }) => models.includes(runId));
  const seconds = trained.flatMap(({ metrics }) => metrics["cost/cpuSeconds"] ?? []);
  return {
    trainableWeights: Number(trained[0]?.params["model.trainableWeights"]),
    cpuSeconds: seconds.length === models.length ? seconds.reduce((sum, one) => sum + one, 0) : undefined,
  };
}

async function text({ download }: RecordedRun, path: string): Promise<string | undefined> {
  const bytes = await download(path);
  return bytes && new TextDecoder().decode(bytes);
}
