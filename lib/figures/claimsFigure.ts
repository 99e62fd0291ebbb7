import type { Claim, Confidence } from "../metrics/index.js";
import { estimateRows } from "./estimateRows.js";
import type { Figure } from "./figure.js";
import { percent } from "./numbers.js";
import { colors } from "./theme.js";

/** The AUC that each model is said to have, beside the one it has on new patients. */
export function claimsFigure(
  claims: readonly Claim[],
  { confidence = 0.95 }: { confidence?: Confidence } = {},
): Figure {
  return estimateRows<Claim>(
    claims.map((claim) => ({ ...claim, name: claim.name.replace(", ", ",<br>") })),
    [
      {
        title: "claimed, over images",
        color: colors.muted,
        symbol: "circle-open",
        of: ({ claimed }) => claimed.byImage.auc,
      },
      { title: "claimed, over groups", color: colors.test, of: ({ claimed }) => claimed.byGroup.auc },
      { title: "on new patients", color: colors.ink, symbol: "diamond", of: ({ elsewhere }) => elsewhere.byGroup.auc },
    ],
    {
      title: "AUC claimed, and AUC on new patients",
      subtitle: `${percent(confidence, 0)} interval; line: a coin's toss`,
    },
  );
}
