import { list, type Section } from "../document.js";
import type { CardFacts } from "../facts.js";
import { isSimulated } from "../isSimulated.js";

export function ethics({ evidence }: Pick<CardFacts, "evidence">): Section {
  return {
    title: "Ethical considerations",
    blocks: [
      list([
        "Not a medical device: not certified, not tested on patients, not tested beside a reader. A missed fracture and a needless treatment both harm.",
        isSimulated(evidence)
          ? "Data: simulated; no person is in them."
          : "Data: radiographs of people. Whether they consented to this use, and to being published, is unknown to a run; the licence above is what the set states. This card shows no radiograph.",
        "Fairness: unknown. Without age, sex and origin nobody can tell whether it serves some people worse than others.",
        "A number on a screen persuades. Whoever shows its output to a person should show its error rates too.",
      ]),
    ],
  };
}
