import { countFolds, prepareFolds } from "../../lib/data/prepareFolds.js";
import { countGroups } from "../../lib/data/regroup.js";
import type { ExperimentConfig } from "../../lib/experiment/config.js";
import {
  crossValidate,
  type CrossValidateOptions,
  type CrossValidationResult,
} from "../../lib/experiment/crossValidate.js";
import { evidenceSentences } from "../../lib/experiment/evidenceSentences.js";
import { nameOf } from "../../lib/experiment/foldsEvidence.js";
import { foldsResult } from "../../lib/experiment/foldsNote.js";
import type { PrepareOptions } from "../../lib/data/prepareData.js";
import { decimal, withInterval } from "../../lib/figures/numbers.js";
import { metricNames } from "../../lib/metrics/index.js";
import { describeReading } from "./describeSet.js";

/** Reads the set, trains every fold and prints what they say together. @returns what --json gets */
export async function trainFolds(
  config: ExperimentConfig,
  counts: { folds: number; repeats: number },
  reading: PrepareOptions & { stop: () => void },
  options: Omit<CrossValidateOptions, "onFold">,
): Promise<object> {
  const prepared = await prepareFolds(config.data, counts, reading);
  reading.stop();
  const { manifest, radiographs, folds } = prepared;
  console.error(
    `${manifest.source}: ${radiographs.length} images in ${countGroups({ radiographs })} groups, ` +
      `${countFolds(folds)} by group; ${describeReading(prepared)}`,
  );
  const onFold = (i: number): void => {
    console.error(`fold ${i + 1} of ${folds.length}`);
  };
  const result = await crossValidate(config, prepared, { ...options, onFold });
  report(config, result, folds.map(nameOf));
  return { ...resultJson(result, prepared.digest), copies: prepared.copies ?? null };
}

function report(config: ExperimentConfig, result: CrossValidationResult, names: readonly string[]): void {
  const { status, folds, summary, evidence, pages, stored } = result;
  console.log(`${status} after ${folds.length} folds`);
  for (const [i, { test, runId }] of folds.entries()) {
    const auc = summary?.auc.folds[i] ?? test?.metrics.auc;
    if (auc) console.log(`  ${names[i]!}  AUC ${withInterval(auc)}  run ${runId}`);
  }
  if (summary) {
    console.log(foldsResult(config, summary));
    for (const { stratum, n, positives, auc } of summary.withinRegion?.strata ?? []) {
      console.log(
        `  within ${stratum.padEnd(14)} AUC ${withInterval(auc)}, ${positives} of ${n} verdicts on fractures`,
      );
    }
    for (const name of metricNames) {
      const { sd, min, max } = summary.spread[name];
      if (Number.isNaN(sd)) {
        console.log(`  ${name.padEnd(18)} undefined in a fold`);
        continue;
      }
      const range = `${decimal(min)} to ${decimal(max)}`;
      const mean = withInterval(summary.metrics[name]).padEnd(20);
      console.log(`  ${name.padEnd(18)} ${mean}  (folds: ${range}, standard deviation ${decimal(sd)})`);
    }
  }
  if (evidence) for (const sentence of evidenceSentences(evidence)) console.log(`  ${sentence}`);
  if (pages) console.log(`MLflow: ${pages.run}\nall runs: ${pages.runs}`);
  if (stored === "spool") console.warn("MLflow was away: the records wait on this machine for `npm run mlflow:sync`.");
}

function resultJson(
  { runId, status, seconds, folds, summary, evidence }: CrossValidationResult,
  digest: string,
): object {
  return {
    runId,
    status,
    seconds,
    split: { by: "group", digest, leaky: false },
    folds: folds.map((fold) => ({
      runId: fold.runId,
      status: fold.status,
      seconds: fold.seconds,
      weightsSha256: fold.weightsSha256,
      threshold: fold.thresholdProb,
      metrics: { validation: fold.validation?.metrics ?? null, test: fold.test?.metrics ?? null },
    })),
    metrics: { test: summary?.metrics ?? null, spread: summary?.spread ?? null },
    withinRegion: summary?.withinRegion ?? null,
    evidence: evidence ?? null,
  };
}
