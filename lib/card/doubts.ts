import { unsearchedNotice } from "../data/readGroupedSet.js";
import type { Text } from "./document.js";
import type { CardFacts } from "./facts.js";

/** What takes a result's worth away, the gravest first: above a card, in its split, and the first of its limits. */
export function doubtsOf({ saved, evidence: { split, judged } }: CardFacts): Text[] {
  const isLeaky = split?.leaky ?? saved.split?.leaky ?? false; // judged again: as it was trained
  const unsearched = unsearchedNotice(saved.config.data);
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
  ];
}
