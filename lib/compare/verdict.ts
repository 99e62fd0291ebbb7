import { decimal } from "../figures/numbers.js";
import type { ComparedPair, Comparison } from "./compareRuns.js";
import { isToldApart } from "./toldApart.js";

type Judged = Pick<ComparedPair, "candidate" | "baseline" | "auc" | "adjustedP" | "detectable">;

/**
 * What a pair comes to, in one sentence.
 * @param pair of runs on one test set; or of cross-validations, by having `adjustedSwapP`, which must then speak too
 */
export function verdict(pair: Judged & { adjustedSwapP?: number }): string {
  const { candidate, baseline, auc, adjustedP, adjustedSwapP = 0, detectable } = pair;
  const isFolds = "adjustedSwapP" in pair;
  const [judgedOn, these, they] = isFolds ? ["held-out", "these folds", "they"] : ["test", "this test set", "it"];
  const { value, low, high } = auc.difference;
  if (auc.pValue === 1 && value === 0) return `${candidate} ranks the ${judgedOn} images as ${baseline} does.`;
  const size = Math.abs(value) < 0.0005 ? "the same" : `${decimal(Math.abs(value))} ${value > 0 ? "higher" : "lower"}`;
  const found = `${candidate}: AUC ${size} (${signed(low)} to ${signed(high)}) than ${baseline}`.replace(
    /the same (\(.*\)) than/,
    "the same $1 as",
  );
  if (Number.isNaN(adjustedP)) return `${found}: an AUC of exactly 0 or 1 leaves no test.`;
  const p = isFolds
    ? `${pOf(adjustedP)} by DeLong's test and ${pOf(adjustedSwapP)} when whole groups are exchanged`
    : pOf(adjustedP);
  return isToldApart(adjustedP, adjustedSwapP)
    ? `${found}, ${p}: more than the choice of ${judgedOn} patients explains. Another training seed is another question.`
    : `${found}, ${p}: ${these} cannot tell them apart; ${they} could tell ${decimal(detectable)}.`;
}

/** All that tables leave open: which number to believe, and one sentence a pair. */
export function verdicts({ pairs }: Comparison): string[] {
  const { images, groups } = pairs[0]!;
  const isGrouped = groups < images;
  const disagreeing = pairs.filter(
    ({ auc, bootstrap }) => excludesZero(bootstrap) !== excludesZero(auc.difference) && !Number.isNaN(bootstrap.low),
  );
  return [
    ...pairs.map((pair) => verdict(pair)),
    isGrouped
      ? `${images} test images of ${groups} groups: believe DeLong's, the bootstrap and the swap tests, which count groups; ` +
        "McNemar's takes images as independent and is too sure."
      : `Every one of ${images} test images is a group of its own: McNemar's test holds as well as the others.`,
    ...disagreeing.map(
      ({ candidate }) =>
        `${candidate}: DeLong's and the bootstrap's interval differ on whether 0 is inside: a close call.`,
    ),
    ...(pairs.length > 1
      ? [`p-values are those of ${pairs.length} tests together (Holm); the intervals are not.`]
      : []),
  ];
}

function excludesZero({ low, high }: { low: number; high: number }): boolean {
  return low > 0 || high < 0;
}

function pOf(p: number): string {
  return `p ${p < 0.001 ? "< 0.001" : `= ${decimal(p)}`}`;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : ""}${decimal(Math.abs(value))}`;
}
