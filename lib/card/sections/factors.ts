import { list, type Section, type Text } from "../document.js";
import type { CardFacts } from "../facts.js";
import { isSimulated } from "../isSimulated.js";

const names = {
  region: "body region",
  view: "view",
  hardware: "metal in the picture",
  size: "size of the picture",
  format: "file format",
  source: "source (hospital or site)",
} as const;

export function factors({ evidence }: Pick<CardFacts, "evidence">): Section {
  const { slices, data } = evidence;
  const looked = slices.map(({ by }) => by);
  const others = Object.keys(names).filter((name) => !looked.some((by) => by === name)) as (keyof typeof names)[];
  const items: Text[] = [
    looked.length === 0
      ? "Results are given for no subgroup: the set tells nothing by which its judged images differ."
      : `Results are given by ${looked.map((by) => names[by]).join(", ")}.`,
    ...(others.length === 0
      ? []
      : [`Not told by the set, or the same in all judged images: ${others.map((by) => names[by]).join(", ")}.`]),
    isSimulated(evidence)
      ? "Simulated limbs have no age, sex, hospital or X-ray device: how results differ by these cannot be asked here."
      : `Unknown for every image: age, sex, X-ray device, ${looked.includes("source") ? "" : "hospital, "}who labelled it and how. Nothing can be said about how results differ by these.`,
    `A group is a patient, or the nearest thing to one that ${data.source} names; images of one group count as one witness.`,
  ];
  return { title: "Factors", blocks: [list(items)] };
}
