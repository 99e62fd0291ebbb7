import { contradictionsNotice } from "../data/contradictions.js";
import { describeLeftOut, unevenlyLeftOut } from "../data/leftOut.js";
import { leakyMark } from "../data/splitRecord.js";
import { describeCopies } from "../data/readGroupedSet.js";
import type { RunEvaluation } from "./evaluateRun.js";
import type { SavedRun } from "./savedRun.js";
import type { TrainingCopies } from "./trainingCopies.js";

/** What was judged, how its groups are known, and what makes the numbers worth less, a line each; the doubts last. */
export function describeJudged(
  { manifest, judged, evaluation, seen, trainingCopies, copies, copiesSearched, baselines }: RunEvaluation,
  { split, trainedOn }: Pick<SavedRun, "split" | "trainedOn">,
): { facts: string[]; doubts: string[] } {
  const { part, isOwnData, missing, unknown, relabelled } = judged;
  const n = evaluation.predictions.length;
  const isWhole = missing + unknown + relabelled === 0;
  const unknownGo = part === "all" ? "judged with the others" : "left out";
  const contradictory = contradictionsNotice(copies?.contradictions);
  const uneven = unevenlyLeftOut(manifest);
  const isSeen = seen.bytes + seen.copies + seen.group > 0;
  return {
    facts: [
      `${part} of ${manifest.source}: ${n} images in ${evaluation.groups} groups`,
      ...(isOwnData ? ["the run's own data, in the groups of its training"] : []),
      ...(copies ? [describeCopies(copies)] : []),
      describeLeftOut(manifest.rejected),
      ...(baselines.baselinesReason === undefined ? [] : [`no trivial baselines: ${baselines.baselinesReason}`]),
      ...(isSeen ? [] : ["None of them was trained or validated on, as far as bytes and groups tell."]),
      ...(trainingCopies ? [describeTrainingCopies(trainingCopies, trainedOn.length)] : []),
    ],
    doubts: [
      ...(split?.leaky
        ? [
            `${leakyMark}: groups cross the split of this run; what it shares with its training says nothing of other patients.`,
          ]
        : []),
      ...(isWhole
        ? []
        : [
            `The set is no longer quite the run's: ${missing} of its images missing, ${unknown} unknown to it (${unknownGo}), ` +
              `${relabelled} with another label.`,
          ]),
      ...(isSeen
        ? [
            `${seen.bytes} of ${n} images were trained or validated on, ${seen.copies} more show a radiograph that was, ` +
              `${seen.group} more are of such a group; these numbers flatter.`,
          ]
        : []),
      ...(copiesSearched
        ? []
        : [
            "Copies of radiographs were NOT searched for (data.findCopies=false): they may count as several patients, and lie on both sides of the split.",
          ]),
      ...(contradictory === undefined ? [] : [contradictory]),
      ...(uneven === undefined ? [] : [uneven]),
    ],
  };
}

function describeTrainingCopies({ comparedWith, reason }: TrainingCopies, trainedOn: number): string {
  if (reason !== undefined) return `copies of training images under other bytes were not looked for: ${reason}`;
  return `compared with ${comparedWith} of the ${trainedOn} images that were trained or validated on`;
}
