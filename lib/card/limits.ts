import type { ProbeName } from "../explain/alterations.js";
import type { Probe } from "../explain/shortcutProbes.js";
import { displayName } from "../figures/classNames.js";
import { gainFound } from "../experiment/evidenceSentences.js";
import { decimal, percent, withInterval } from "../figures/numbers.js";
import type { Text } from "./document.js";
import { doubtsOf } from "./doubts.js";
import type { CardFacts } from "./facts.js";
import { isSimulated, simulatorLimit } from "./isSimulated.js";

/** Below it an interval over groups is itself a rough one. */
const fewGroups = 50;

/** What the facts themselves say against the result, the gravest first; each is there only where it holds. */
export function limitsOf(facts: CardFacts): Text[] {
  return [...doubtsOf(facts), ...ofData(facts), ...ofResult(facts), ...ofShortcuts(facts), ...ofReproduction(facts)];
}

function ofData(facts: CardFacts): Text[] {
  const { saved, evidence } = facts;
  const { data, judged } = evidence;
  const { imageSize } = saved.config.data;
  const rejectedClasses = [...new Set(data.rejected.map(({ label }) => label))];
  const rejectedFiles = data.rejected.reduce((sum, { files }) => sum + files, 0);
  return [
    isSimulated(evidence) ? simulatorLimit : sourceLimit(evidence),
    `${judged.groups} groups were judged${judged.groups < fewGroups ? ": so few that the intervals themselves are rough" : ""}.`,
    ...(isSimulated(evidence)
      ? []
      : [
          "Labels are taken as the set has them; how they were made, and how often they are wrong, is unknown.",
          "Ages, sexes and X-ray devices are unknown.",
        ]),
    ...(data.licences.some((licence) => licence === "" || licence === "unknown")
      ? ["The licence of some images is unknown: clarify it before sharing images, weights or results."]
      : []),
    ...(rejectedFiles >= 5 && rejectedClasses.length === 1
      ? [
          `All ${rejectedFiles} files left out are “${displayName(rejectedClasses[0]!)}”: what is left out of one class only is a bias too.`,
        ]
      : []),
    `Images are judged at ${imageSize} × ${imageSize} pixels; finer fracture lines are gone before the network sees them.`,
  ];
}

function sourceLimit({ data, slices, split }: CardFacts["evidence"]): string {
  const sources = slices.find(({ by }) => by === "source")?.slices.length ?? 1;
  if (sources === 1) {
    return `A single source (${data.source}): nothing shows that the result holds for another hospital, device or population.`;
  }
  return (
    `The judged images are of ${sources} sources, each with its own result above` +
    `${split ? "; the network may have trained on the same ones" : ""}: nothing shows that the result holds for any other.`
  );
}

function ofResult({ evidence }: CardFacts): Text[] {
  const { metrics, withinRegion, slices, baselines, detectableDifference, seed, judged } = evidence;
  const { auc } = metrics.test;
  const small = slices.flatMap(({ slices: parts }) => parts).filter((part) => part.small).length;
  const beaten = baselines?.judged.filter(({ modelGain }) => !(modelGain.low > 0)) ?? [];
  const share = judged.fractured / judged.images;
  return [
    `One training with seed ${seed}: another seed gives another network, and the intervals do not hold that.`,
    `${percent(share)} of the judged images are fractured; PPV, NPV and calibration hold only where that is so.`,
    ...(auc.low <= 0.5 ? [`The AUC's interval ${withInterval(auc)} holds a coin's toss.`] : []),
    ...(beaten.length > 0
      ? [`Not shown to be better than knowing nothing but ${beaten.map(gainOver).join("; ")}.`]
      : []),
    ...(withinRegion && withinRegion.macroAverage.value < auc.low
      ? [
          `Part of the AUC is owed to the region: ${decimal(auc.value)} over all images, ${decimal(withinRegion.macroAverage.value)} on average within regions.`,
        ]
      : []),
    ...(small > 0 ? [`${small} of the subgroups have fewer than 20 images of a class.`] : []),
    Number.isNaN(detectableDifference.gain)
      ? "The judged images are too few to show that any other model is better."
      : `Of another model on these images, ${gainFound(detectableDifference)}; smaller ones are missed more often.`,
  ];
}

type Baseline = NonNullable<CardFacts["evidence"]["baselines"]>["judged"][number];

function gainOver({ name, modelGain }: Baseline): string {
  return `${name} (gain in AUC ${withInterval(modelGain)})`;
}

function ofShortcuts({ shortcuts, evidence }: CardFacts): Text[] {
  if ("missing" in shortcuts) return ["Whether it leans on shortcuts was not measured for this run."];
  const probe = (wanted: ProbeName): Probe | undefined => shortcuts.probes.probes.find(({ name }) => name === wanted);
  const [covered, border, hidden] = [probe("fractures covered"), probe("border alone"), probe("bone hidden")];
  const suspects = shortcuts.files.properties.filter(({ isSuspect }) => isSuspect);
  return [
    ...(covered && covered.auc.low > 0.5
      ? [`With the fractures covered its AUC is still ${withInterval(covered.auc)}: it sees more than the fracture.`]
      : []),
    ...(covered
      ? []
      : [`Whether it needs the fracture is unknown: ${evidence.data.source} does not say where fractures are.`]),
    ...(border && border.auc.low > 0.5
      ? [
          `From the border of the image alone its AUC is ${withInterval(border.auc)}: something there betrays the class.`,
        ]
      : []),
    ...(hidden && hidden.auc.low > 0.5
      ? [
          `With the bone hidden its AUC is still ${withInterval(hidden.auc)}: soft tissue, or the outline of the bone, tells too.`,
        ]
      : []),
    ...(suspects.length > 0
      ? [
          `In its training images ${suspects.map(({ property }) => property).join("; ")} go with the class: it may have learnt that.`,
        ]
      : []),
  ];
}

function ofReproduction({ saved }: CardFacts): Text[] {
  if (saved.code === "unknown") return ["The code that trained it is unknown: it ran outside a git checkout."];
  if (saved.code.endsWith("+"))
    return ["The code that trained it had changes that were not committed: the commit alone does not give it back."];
  return [];
}
