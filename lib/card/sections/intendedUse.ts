import { displayName } from "../../figures/classNames.js";
import { heading, list, type Section, type Text } from "../document.js";
import type { CardFacts } from "../facts.js";
import { isSimulated } from "../isSimulated.js";

export function intendedUse({ evidence }: Pick<CardFacts, "evidence">): Section {
  const namesBy = (trait: "region" | "source"): string[] | undefined =>
    evidence.slices.find(({ by }) => by === trait)?.slices.map(({ slice }) => displayName(slice));
  const sources = namesBy("source");
  const regions = namesBy("region");
  const elsewhere = regions
    ? `Body regions other than those judged here: ${regions.join(", ")}.`
    : "Any body region in particular: the set does not name its regions, so none was judged by itself.";
  const outOfScope: Text[] = [
    [
      { strong: "Patients." },
      " It is no medical device. Not for diagnosis, triage, second reading or any decision about a person.",
    ],
    isSimulated(evidence)
      ? [{ strong: "Real radiographs." }, " It has only ever seen simulated ones, and says nothing about others."]
      : `Radiographs from another hospital, device or population${sources ? ` than ${sources.join(", ")}` : ""}, until it has been judged on them.`,
    elsewhere,
    "Photographs of screens or films, CT, MRI, ultrasound, and images that are no radiographs: it answers to whatever it is given.",
    "Saying where a fracture is, of which type, or how old.",
    "Labelling images for other models without a reader.",
  ];
  return {
    title: "Intended use",
    blocks: [
      heading("Intended"),
      list([
        "Research and teaching: repeating this result, comparing methods on these data, studying how such a network errs.",
        "Users: researchers and students who read the limits below.",
      ]),
      heading("Out of scope"),
      list(outOfScope),
    ],
  };
}
