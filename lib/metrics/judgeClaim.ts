import { independentDifference } from "./independentDifference.js";
import { summarize, type Estimate, type Scored, type SummarizeOptions, type Summary } from "./summarize.js";

/** Scored images; `ranking` as `summarize` takes it. */
export type RankedImages = Scored & Pick<SummarizeOptions, "ranking">;

/** What a model is said to achieve on its own test images, and what it does on patients that nobody had when it was made. */
export interface Claim {
  name: string;
  claimed: {
    images: number;
    groups: number;
    /** Intervals as if every image were a patient of its own, which is how they are mostly published. */
    byImage: Summary;
    /** The same values; intervals over groups, since copies of one radiograph are one witness. */
    byGroup: Summary;
  };
  elsewhere: { images: number; groups: number; byGroup: Summary; scored: RankedImages };
  /** AUC claimed less AUC elsewhere, with the interval over groups. */
  excess: Estimate;
}

/**
 * Holds a claim against new patients, at the same threshold.
 * @param own the model's test images
 * @param elsewhere images of patients that are neither in its training nor in its test
 * @throws RangeError as `summarize` does
 */
export function judgeClaim(
  name: string,
  { own, elsewhere }: { own: RankedImages; elsewhere: RankedImages },
  settings: Omit<SummarizeOptions, keyof Scored | "ranking">,
): Claim {
  const eachAlone = Array.from(own.labels, (_, i) => String(i));
  const byGroup = summarize({ ...own, ...settings });
  const there = summarize({ ...elsewhere, ...settings });
  return {
    name,
    claimed: {
      ...sizeOf(own),
      byImage: summarize({ ...own, groups: eachAlone, ...settings }),
      byGroup,
    },
    elsewhere: { ...sizeOf(elsewhere), byGroup: there, scored: elsewhere },
    excess: independentDifference(byGroup.auc, there.auc),
  };
}

function sizeOf({ groups }: Scored): { images: number; groups: number } {
  return { images: groups.length, groups: new Set(groups).size };
}
