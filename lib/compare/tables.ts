import { decimal, withInterval } from "../figures/numbers.js";
import { networkCost } from "../model/networkCost.js";
import { flatten } from "../tracking/index.js";
import type { ComparedRun } from "./comparedRun.js";
import type { Comparison } from "./compareRuns.js";

/** One line of a table, column -> cell. */
export type Row = Record<string, string>;

/** What tables know runs by. */
export interface Described extends Pick<ComparedRun, "name" | "evidence"> {
  saved: Pick<ComparedRun["saved"], "config" | "dataDigest" | "code" | "split">;
}

/** What differs between the runs and nothing else: settings, data, split, code, versions, machine. */
export function differenceRows(runs: readonly Described[]): Row[] {
  const facts = runs.map(({ saved, evidence }): Record<string, string> => {
    const { experiment, code, origin } = { experiment: evidence.experiment, code: saved.code, origin: evidence.origin };
    return {
      experiment,
      ...flatten(saved.config),
      "data digest": saved.dataDigest.slice(0, 16),
      "split digest": saved.split?.digest.slice(0, 16) ?? "unknown",
      code: code.length > 12 ? code.slice(0, 10) + (code.endsWith("+") ? "+" : "") : code,
      ...origin,
    };
  });
  const keys = [...new Set(facts.flatMap((one) => Object.keys(one)))].filter((key) => key !== "name");
  return keys.flatMap((key) => {
    const values = facts.map((one) => one[key] ?? "none");
    return new Set(values).size === 1 ? [] : [rowOf(key, "setting", runs, (_, i) => values[i]!)];
  });
}

/** Headline metrics on the same test images, each with its interval, and the AUC within regions where they are known. */
export function metricRows(runs: readonly ComparedRun[]): Row[] {
  return [
    ...estimateRows(runs, "on test"),
    rowOf("threshold", "on test", runs, ({ saved }) => decimal(saved.thresholdProb)),
  ];
}

/** The same without a threshold, of which a cross-validation has one a fold. @param header of the column of names */
export function estimateRows(runs: readonly Described[], header: string): Row[] {
  const names = ["auc", "averagePrecision", "sensitivity", "specificity", "brier"] as const;
  const rows = names.map((name) =>
    rowOf(name, header, runs, ({ evidence }) => withInterval(evidence.metrics.test[name])),
  );
  const isRegional = runs.every(({ evidence }) => evidence.withinRegion !== null);
  return [
    ...rows,
    ...(isRegional
      ? [rowOf("auc within region", header, runs, ({ evidence }) => withInterval(evidence.withinRegion!.macroAverage))]
      : []),
  ];
}

/** The tests of each pair; p-values two-sided. */
export function pairRows({ pairs }: Comparison): Row[] {
  return pairs.map(({ candidate, auc, bootstrap, swapP, calls, detectable, adjustedP }) => ({
    run: candidate,
    "AUC gained (DeLong)": withInterval(auc.difference),
    "p (Holm)": pText(adjustedP),
    bootstrap: withInterval(bootstrap),
    "swap p": pText(swapP),
    "only it right : only first right": `${calls.onlyCandidateRight} : ${calls.onlyBaselineRight}`,
    "McNemar p": pText(calls.midP),
    "swap p of calls": pText(calls.swapP),
    detectable: decimal(detectable),
  }));
}

/** What each run took; "unknown" where an older run did not record it. */
export function costRows(runs: readonly ComparedRun[]): Row[] {
  const costs = runs.map(({ saved: { config } }) => networkCost(config.model, config.data.imageSize));
  const known = (value: number | undefined, digits = 0): string =>
    value === undefined ? "unknown" : value.toFixed(digits);
  return [
    rowOf("training seconds", "cost", runs, ({ training }) => known(training?.seconds, 1)),
    rowOf("CPU seconds", "cost", runs, ({ training }) => {
      return known(training?.cost.cpuSeconds, 1) + (training?.cost.isWhole === false ? " since its resume" : "");
    }),
    rowOf("peak memory of its process (MB)", "cost", runs, ({ training }) => known(training?.cost.peakMemoryMB)),
    rowOf("images/s in training", "cost", runs, ({ training }) => known(training?.imagesPerSecond, 1)),
    rowOf("epochs", "cost", runs, ({ training }) => {
      return training ? `${training.history.length}, best ${training.bestEpoch}` : "unknown";
    }),
    rowOf("weights", "cost", runs, (_, i) => costs[i]!.weights.toLocaleString("en")),
    rowOf("multiply-adds an image (M)", "cost", runs, (_, i) => (costs[i]!.multiplyAdds / 1e6).toFixed(1)),
  ];
}

function rowOf<R extends { name: string }>(
  title: string,
  header: string,
  runs: readonly R[],
  cell: (run: R, i: number) => string,
): Row {
  return { [header]: title, ...Object.fromEntries(runs.map((run, i) => [run.name, cell(run, i)])) };
}

/** A p-value as tables have it. */
export function pText(p: number): string {
  if (Number.isNaN(p)) return "undefined";
  return p < 0.001 ? "< 0.001" : decimal(p);
}
