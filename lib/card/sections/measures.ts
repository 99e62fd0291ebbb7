import { decimal, percent } from "../../figures/numbers.js";
import { list, type Section, type Text } from "../document.js";
import type { CardFacts } from "../facts.js";

const rules = {
  youden: "the highest sum of sensitivity and specificity",
  f1: "the highest F1",
  sensitivity: "the highest specificity at the wanted sensitivity",
} as const;

export function measures({ saved, evidence }: CardFacts): Section {
  const { thresholdRule } = saved.config.evaluation;
  const { confidence, resamples, seed, detectableDifference: detectable } = evidence;
  const power = `power ${percent(detectable.power, 0)}, two-sided α ${detectable.alpha}, correlation ${detectable.correlation}, design effect ${decimal(detectable.designEffect, 2)}`;
  const items: Text[] = [
    "AUC is the headline: how often a fractured image gets a higher probability than an intact one. It needs no threshold.",
    [
      `The threshold was chosen on validation images only (rule `,
      { code: thresholdRule },
      `: ${rules[thresholdRule]}), and this training judged its test images once, after that; other runs may have been judged on the same images, and whoever chooses the best of them by it is flattered.`,
    ],
    `Intervals are ${percent(confidence, 0)}: bias-corrected and accelerated bootstrap, ${resamples.toLocaleString("en-US")} resamples of ` +
      `whole groups, seed ${seed}; in subgroups, for trivial baselines and averages over regions DeLong's for AUC, for shares Wilson's, and for values of exactly 0 or 1 Wilson's or Newcombe's, all over groups; none where nothing spreads. They do not hold what another training seed would change.`,
    Number.isNaN(detectable.gain)
      ? `Minimum detectable difference: these images could not show any improvement in AUC (${power}).`
      : [
          "Minimum detectable difference: a true gain in AUC of ",
          { strong: decimal(detectable.gain) },
          ` over this model would be found on these images (${power}).`,
        ],
  ];
  return { title: "Metrics", blocks: [list(items)] };
}
