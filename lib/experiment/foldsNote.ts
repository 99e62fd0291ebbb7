import { countFolds, type PreparedFolds } from "../data/prepareFolds.js";
import { describeCopies, groupNotices } from "../data/readGroupedSet.js";
import { countGroups } from "../data/regroup.js";
import { decimal, percent, withInterval } from "../figures/numbers.js";
import type { RunContext } from "../tracking/index.js";
import type { ExperimentConfig } from "./config.js";
import type { Evidence } from "./evidence.js";
import { evidenceSentences } from "./evidenceSentences.js";
import { noteEnd } from "./runNote.js";
import type { FoldsSummary } from "./summarizeFolds.js";

/**
 * The Markdown at the top of a cross-validation's page, the result first.
 * @param result left out while folds are being trained
 */
export function foldsNote(
  config: ExperimentConfig,
  prepared: PreparedFolds,
  context: RunContext,
  result?: { summary: FoldsSummary; evidence: Evidence },
): string {
  const { manifest, radiographs, copies, digest, folds } = prepared;
  const { rejected, source } = manifest;
  const ownSplits = radiographs.some(({ split }) => split !== undefined) ? " The set's own splits are not used." : "";
  return [
    ...groupNotices(config.data, copies),
    ...(result ? [foldsResult(config, result.summary), sentences(result.evidence)] : []),
    `**${config.name}**, seed ${config.seed}, on ${source}: ${radiographs.length} images in ${countGroups({ radiographs })} groups, ` +
      `${countFolds(folds)} by group, seed ${config.data.splitSeed}; ${copies ? `${describeCopies(copies)}; ` : ""}` +
      `${rejected.length} files left out; data digest \`${manifest.digest.slice(0, 16)}\`, ` +
      `folds digest \`${digest.slice(0, 16)}\`.${ownSplits}`,
    ...noteEnd(context),
  ].join("\n\n");
}

function sentences(evidence: Evidence): string {
  return evidenceSentences(evidence)
    .map((sentence) => `- ${sentence}`)
    .join("\n");
}

/** The headline in some sentences. */
export function foldsResult(
  { evaluation }: ExperimentConfig,
  { auc, metrics, spread, withinRegion }: FoldsSummary,
): string {
  const mean = (name: "sensitivity" | "specificity"): string => {
    const { min, max } = spread[name];
    return `${name} ${withInterval(metrics[name])}, folds from ${decimal(min)} to ${decimal(max)}`;
  };
  const regional = withinRegion?.macroAverage;
  return (
    `Cross-validated AUC ${withInterval(auc.auc)}, ${percent(evaluation.confidence, 0)} interval over groups` +
    (regional ? `; within regions, all counted alike, ${withInterval(regional)}` : "") +
    `. Mean of ${auc.folds.length} folds, each at its own threshold: ${mean("sensitivity")}; ${mean("specificity")}.`
  );
}
