import { heading, list, type Section } from "../document.js";
import type { CardFacts } from "../facts.js";
import { limitsOf } from "../limits.js";

export function caveats(facts: CardFacts): Section {
  return {
    title: "Caveats and recommendations",
    blocks: [
      heading("Limits"),
      list(limitsOf(facts)),
      heading("Recommendations"),
      list([
        [
          "Judge it on images of your own, with groups, before you believe any number above: ",
          { code: `npm run evaluate -- ${facts.runId} --data folder --data-dir DIR` },
        ],
        "Choose threshold and calibration anew where the share of fractures is another.",
        "Quote a result with its interval, the number of groups, and the trivial baselines.",
      ]),
    ],
  };
}
