import { readEvidence, type Evidence } from "../experiment/evidence.js";
import { gainFound } from "../experiment/evidenceSentences.js";
import { readSavedFolds, type SavedFolds } from "../experiment/foldsFolder.js";
import { contradictionsNotice } from "../data/contradictions.js";
import { unsearchedNotice } from "../data/readGroupedSet.js";
import { metricMeanings } from "../figures/metricsTable.js";
import { decimal, percent, withInterval } from "../figures/numbers.js";
import { metricNames } from "../metrics/index.js";
import {
  heading,
  list,
  paragraph,
  type Block,
  type CardDocument,
  type Cell,
  type Section,
  type Text,
} from "./document.js";
import { isSimulated, simulatorLimit } from "./isSimulated.js";
import { about } from "./sections/about.js";
import { baselines } from "./sections/baselines.js";
import { calibration } from "./sections/calibration.js";
import { dataSection } from "./sections/dataSection.js";
import { ethics } from "./sections/ethics.js";
import { factors } from "./sections/factors.js";
import { intendedUse } from "./sections/intendedUse.js";
import { operatingPoints } from "./sections/operatingPoints.js";
import { reproduction } from "./sections/reproduction.js";
import { slices, withinRegion } from "./sections/subgroups.js";

/** All that the card of a cross-validation is made from. */
export interface FoldsFacts {
  runId: string;
  saved: SavedFolds;
  evidence: Evidence & { folds: NonNullable<Evidence["folds"]> };
}

/** @returns undefined when the folder is no cross-validation's @throws UserError when a file in it is damaged */
export async function readFoldsFacts(folder: string, runId: string): Promise<FoldsFacts | undefined> {
  const saved = await readSavedFolds(folder);
  const evidence = saved && (await readEvidence(folder));
  return saved && evidence?.folds && { runId, saved, evidence: { ...evidence, folds: evidence.folds } };
}

/**
 * The card of a cross-validation: of a recipe and what it comes to, since there is no single model. Shortcut probes are in
 * the cards of the folds' runs.
 */
export function foldsCard(facts: FoldsFacts): CardDocument {
  const { saved, evidence } = facts;
  const { models } = evidence.folds;
  return {
    title: `Card of a cross-validation: ${saved.config.name}`,
    warnings: warningsOf(facts),
    summary: [
      `No single model, but ${models.length} of one recipe, each trained without the images that it is judged on. On ` +
        `${evidence.judged.images} held-out ${isSimulated(evidence) ? "simulated radiographs" : "radiographs"} of ` +
        `${evidence.judged.groups} groups, ${evidence.judged.fractured} of them fractured, `,
      { strong: saved.config.name },
      ` reaches a mean AUC over the folds of ${withInterval(evidence.metrics.test.auc)} (${percent(evidence.confidence, 0)} interval).`,
    ],
    headline: [
      { name: "AUC, mean over folds", estimate: evidence.metrics.test.auc },
      ...(evidence.withinRegion
        ? [{ name: "AUC, mean over regions", estimate: evidence.withinRegion.macroAverage }]
        : []),
    ],
    sections: [
      modelsSection(facts),
      intendedUse(facts),
      factors(facts),
      dataSection(facts),
      {
        title: "Quantitative analyses",
        blocks: [
          ...overall(evidence),
          ...operatingPoints(evidence),
          ...baselines(evidence),
          ...withinRegion(evidence),
          ...slices(evidence),
          ...calibration(evidence),
          heading("Left out here"),
          paragraph(
            "ROC curve: scores of different models share no scale. Shortcut probes are made for one model at a time: each " +
              "fold's run has its own card.",
          ),
        ],
      },
      ethics(facts),
      { title: "Caveats and recommendations", blocks: [list(limits(evidence))] },
      reproduction(facts, "npm run card -- FOLD_RUN\nnpm run predict -- FOLD_RUN IMAGE…"),
      about(),
    ],
  };
}

function warningsOf({ saved, evidence: { judged, data } }: FoldsFacts): Text[] {
  const unsearched = unsearchedNotice(saved.config.data);
  const contradictory = contradictionsNotice(data.contradictions);
  return [
    ...(judged.seenInTraining > 0
      ? [`${judged.seenInTraining} held-out images have the content of one that was trained on; these numbers flatter.`]
      : []),
    ...(unsearched === undefined ? [] : [unsearched]),
    ...(contradictory === undefined ? [] : [contradictory]),
    "Research code, not a medical device. Do not diagnose with it.",
  ];
}

function modelsSection({ runId, saved, evidence }: FoldsFacts): Section {
  const { filters, kernelSize, dropout } = saved.config.model;
  return {
    title: "Model details",
    blocks: [
      paragraph(
        `Convolutional networks trained from scratch with seed ${evidence.seed}: blocks of ${filters.join(", ")} filters ` +
          `(${kernelSize} × ${kernelSize}), dropout ${dropout}. They differ in the images that they were trained on alone. Run `,
        { code: runId },
        ".",
      ),
      {
        kind: "table",
        caption: "Each with the threshold that its own validation images chose, and its AUC on its held-out images.",
        columns: [
          { header: "model" },
          { header: "held out", align: "right" },
          { header: "threshold", align: "right" },
          { header: "AUC", align: "right" },
        ],
        rows: evidence.folds.models.map(({ name, runId: id, images, thresholdProb, auc }): Cell[] => [
          { text: name, detail: `run ${id}` },
          `${images} images`,
          decimal(thresholdProb),
          { estimate: auc, bar: true },
        ]),
      },
    ],
  };
}

function overall({ metrics: { test }, folds, confidence }: FoldsFacts["evidence"]): Block[] {
  return [
    heading("Overall"),
    {
      kind: "table",
      caption:
        `Means over ${folds.models.length} folds, each at its own threshold; ${percent(confidence, 0)} intervals over groups, given these models` +
        (Number.isNaN(test.sensitivity.low)
          ? "; this cross-validation is older than those of any metric but the AUC. "
          : ". ") +
        "Lowest and highest fold only describe, since folds share their training images.",
      columns: [
        { header: "metric" },
        { header: "mean", align: "right" },
        { header: "lowest fold", align: "right" },
        { header: "highest fold", align: "right" },
      ],
      rows: metricNames.map((name): Cell[] => {
        const aucs = folds.models.map(({ auc }) => auc.value); // in older evidence the AUC has no spread
        const { min, max } = folds.spread[name] ?? { min: Math.min(...aucs), max: Math.max(...aucs) };
        return [metricMeanings[name][0], { estimate: test[name] }, decimal(min), decimal(max)];
      }),
    },
  ];
}

function limits(evidence: Evidence): Text[] {
  const { seed, judged, metrics, detectableDifference: detectable } = evidence;
  return [
    isSimulated(evidence)
      ? simulatorLimit
      : `One set (${evidence.data.source}): nothing shows that the result holds for another hospital, device or population.`,
    `Every fold was trained with seed ${seed}: other seeds and other data give other networks, and the interval does not hold that.`,
    "A model trained on all images is not judged here; folds train on less and so may do worse than it.",
    `${percent(judged.fractured / judged.images)} of the images are fractured; PPV, NPV and calibration hold only where that is so.`,
    ...(metrics.test.auc.low <= 0.5 ? ["The AUC's interval holds a coin's toss."] : []),
    Number.isNaN(detectable.gain)
      ? "The images are too few to show that any other recipe is better."
      : `Of another recipe on the same folds, ${gainFound(detectable)}; smaller ones are missed more often.`,
  ];
}
