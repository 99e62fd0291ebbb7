import type { PreparedData } from "../data/prepareData.js";
import { describeCopies, groupNotices } from "../data/readGroupedSet.js";
import { describeSplit, leakyNotice } from "../data/splitRecord.js";
import { percent, withInterval } from "../figures/numbers.js";
import type { RunContext } from "../tracking/index.js";
import type { ExperimentConfig } from "./config.js";
import { evidenceSentences } from "./evidenceSentences.js";
import type { JudgedModel } from "./gatherEvidence.js";
import type { TrainedModel } from "./trainAndEvaluate.js";

/** MLflow keeps 8,000 characters of a note; a command longer than this is not for reading. */
const maxCommandChars = 2000;

/**
 * The Markdown at the top of a run's page; the UI shows its first lines, so the result comes first.
 * @param result left out while it is being trained
 */
export function runNote(
  config: ExperimentConfig,
  data: PreparedData,
  context: RunContext,
  result?: JudgedModel,
): string {
  const { manifest, splits, split, copies } = data;
  const notices = [leakyNotice(split), ...groupNotices(config.data, copies)];
  const counts = Object.entries(splits).map(([name, { labels }]) => `${labels.length} ${name}`);
  return [
    ...notices.filter((notice) => notice !== undefined),
    ...(result ? [resultOf(config, result.model)] : []),
    ...(result?.evidence
      ? [
          evidenceSentences(result.evidence)
            .map((sentence) => `- ${sentence}`)
            .join("\n"),
        ]
      : []),
    `**${config.name}**, seed ${config.seed}, on ${manifest.source}: ${counts.join(", ")} images, split ${describeSplit(split)}; ` +
      `${copies ? `${describeCopies(copies)}; ` : ""}${manifest.rejected.length} files left out; ` +
      `data digest \`${manifest.digest.slice(0, 16)}\`, split digest \`${split.digest.slice(0, 16)}\`.`,
    ...noteEnd(context),
  ].join("\n\n");
}

/** How to get a run again, and what it is not for. */
export function noteEnd(context: RunContext): [string, string] {
  return [
    `Again: \`${context.command.slice(0, maxCommandChars)}\`${atCommit(context)}.` +
      (context.resumedBy === undefined ? "" : " It was stopped on the way, and resumed."),
    "Research code; not a medical device.",
  ];
}

/** With what result a training ended, in one sentence; also the description of a registered version. */
export function resultOf({ evaluation }: ExperimentConfig, { training, test, validation }: TrainedModel): string {
  const judged = test ?? validation;
  if (!judged) return "No result: the training was stopped in its first epoch.";
  const { metrics, thresholdProb, predictions, groups } = judged;
  const untested = training.status === "killed" ? "Stopped" : "Not judged on test images; ended";
  const where = test ? "Test" : `${untested} after ${training.history.length} epochs; validation`;
  return (
    `${where} AUC ${withInterval(metrics.auc)}, sensitivity ${withInterval(metrics.sensitivity)}, ` +
    `specificity ${withInterval(metrics.specificity)} at threshold ${thresholdProb.toFixed(3)}; ` +
    `${predictions.length} images in ${groups} groups, ${percent(evaluation.confidence, 0)} intervals.`
  );
}

function atCommit({ git }: RunContext): string {
  if (!git) return "";
  return ` at commit \`${git.commit.slice(0, 10)}\`${git.isDirty ? " with changes that are not committed" : ""}`;
}
