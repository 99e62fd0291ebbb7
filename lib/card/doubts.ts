import { contradictionsNotice } from "../data/contradictions.js";
import { unsearchedNotice } from "../data/readGroupedSet.js";
import type { Text } from "./document.js";
import type { CardFacts } from "./facts.js";

/** What takes a result's worth away, the gravest first: above a card, in its split, and the first of its limits. */
export function doubtsOf({ saved, evidence: { split, trainedSplit, judged, data } }: CardFacts): Text[] {
  const isLeaky = split?.leaky ?? trainedSplit?.leaky ?? saved.split?.leaky ?? false; // judged again: as it was trained
  const unsearched = unsearchedNotice(saved.config.data); // in training; a set that is judged later may be another
  const contradictory = contradictionsNotice(data.contradictions);
  return [
    ...(isLeaky
      ? [
          [
            { strong: "LEAKY." },
            " Groups, that is patients or copies, are in more than one part; no number here says what new patients would give.",
          ],
        ]
      : []),
    ...(judged.seenInTraining > 0
      ? [
          `${judged.seenInTraining} of the ${judged.images} judged images were trained or validated on; these numbers flatter.`,
        ]
      : []),
    ...(unsearched === undefined ? [] : [unsearched]),
    ...(unsearched === undefined && data.copiesSearched === false
      ? ["Copies of radiographs were NOT searched for among the judged images: they may count as several patients."]
      : []),
    ...(contradictory === undefined ? [] : [contradictory]),
    ...(judged.seenByCopy
      ? [
          `${judged.seenByCopy} more judged images show radiographs that it was trained or validated on, in other files.`,
        ]
      : []),
    ...(judged.seenByGroup
      ? [`${judged.seenByGroup} more judged images are of groups that it was trained or validated on.`]
      : []),
    ...(judged.unknownImages
      ? [
          `${judged.unknownImages} images of the set are unknown to the run's split: it is no longer quite the set it was.`,
        ]
      : []),
    ...(judged.missingImages
      ? [`${judged.missingImages} images that the run was to be judged on are gone from the set.`]
      : []),
    ...(judged.relabelledImages
      ? [
          `${judged.relabelledImages} images of the run have another label now than in its training; the new one counts.`,
        ]
      : []),
  ];
}
