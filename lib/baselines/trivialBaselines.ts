import type { PreparedData } from "../data/prepareData.js";
import type { Dataset, SplitName } from "../data/types.js";
import type { AucEstimate } from "../metrics/aucEstimate.js";
import { aucWithinStrata } from "../metrics/aucWithinStrata.js";
import { delongAuc } from "../metrics/delongAuc.js";
import type { BootstrapOptions } from "../metrics/groupBootstrap.js";
import { logistic } from "../metrics/logistic.js";
import { logLoss } from "../metrics/logLoss.js";
import type { Estimate } from "../metrics/summarize.js";
import { fitEncoder } from "./fitEncoder.js";
import { fitLogistic, logOdds } from "./fitLogistic.js";
import { singleBaselines, traitsOf, type SingleBaseline, type Traits } from "./traits.js";

export type BaselineName = SingleBaseline | "all of these";

export interface TrivialBaseline {
  name: BaselineName;
  /** Over all test images. */
  auc: AucEstimate;
  /** Mean over the regions of the AUC within each; not there when no region has enough images of both classes. */
  withinRegion?: Estimate;
  /** Probability of fractured of every test image, to be compared with a model's on the same images. */
  probs: Float64Array;
  /** Features an image that it was fitted on. */
  features: number;
  /** The ridge penalty that did best on validation images. */
  l2: number;
  /** Test images with a name, such as a region, that training images hardly bear: they count as average in it. */
  unknownImages: number;
}

export interface TrivialBaselines {
  baselines: TrivialBaseline[];
  leftOut: { name: BaselineName; reason: string }[];
}

/** From "hardly any" to "nothing but the share of fractured", for some thousand images of standardised features. */
const l2Candidates = [1e-1, 1, 1e1, 1e2, 1e3, 1e4];

/**
 * What can be had without looking for a fracture: ridge logistic regression on the region alone, on size and format of the
 * file, on the grey histogram, on the picture's border, and on all of these. Fitted on train, its penalty chosen by the log
 * loss on validation, judged on test. A network that is no better than these has not shown that it sees fractures.
 * Intervals respect groups: DeLong's, over all images as within regions.
 * @param data without group in two splits
 * @throws RangeError when a split lacks a class
 */
export function trivialBaselines(
  { splits }: Pick<PreparedData, "splits">,
  settings: Pick<BootstrapOptions, "confidence">,
): TrivialBaselines {
  const found: TrivialBaselines = { baselines: [], leftOut: [] };
  const usable: Record<SplitName, Traits[]>[] = [];
  for (const name of singleBaselines) {
    const traits = mapSplits((split) => traitsOf[name](splits[split]));
    const baseline = judge(name, traits, splits, settings);
    if (baseline) {
      found.baselines.push(baseline);
      usable.push(traits);
    } else found.leftOut.push({ name, reason: whyNot(name, splits.train) });
  }
  const joined = mapSplits((split) =>
    splits[split].radiographs.map((_, i) => ({
      numbers: usable.flatMap((traits) => traits[split][i]!.numbers),
      names: usable.flatMap((traits) => traits[split][i]!.names),
    })),
  );
  const all = judge("all of these", joined, splits, settings);
  if (all) found.baselines.push(all);
  else found.leftOut.push({ name: "all of these", reason: "none of these is left" });
  return found;
}

/** @returns undefined when the training images are all alike in it */
function judge(
  name: BaselineName,
  traits: Record<SplitName, Traits[]>,
  splits: Record<SplitName, Dataset>,
  settings: Pick<BootstrapOptions, "confidence">,
): TrivialBaseline | undefined {
  const encoder = fitEncoder(traits.train);
  if (encoder.width === 0) return undefined;
  const rows = mapSplits((split) => traits[split].map((own) => encoder.encode(own)));
  const fits = l2Candidates.map((l2) => {
    const model = fitLogistic(rows.train, splits.train.labels, l2);
    const probsOf = (split: SplitName): Float64Array =>
      Float64Array.from(rows[split], (row) => logistic(logOdds(model, row)));
    return { l2, probsOf, loss: logLoss(splits.validation.labels, probsOf("validation")) };
  });
  const best = fits.reduce((a, b) => (b.loss < a.loss ? b : a));
  const probs = best.probsOf("test");
  const { labels, radiographs } = splits.test;
  const scored = { labels, scores: probs, groups: radiographs.map(({ group }) => group) };
  const strata = radiographs.map(({ region = "" }) => region);
  const { macroAverage } = aucWithinStrata({ ...scored, strata, confidence: settings.confidence });
  const hasRegions = strata.some((region) => region !== "") && !Number.isNaN(macroAverage.value);
  return {
    name,
    auc: delongAuc(scored, settings.confidence),
    ...(hasRegions && { withinRegion: macroAverage }),
    probs,
    features: encoder.width,
    l2: best.l2,
    unknownImages: traits.test.filter((own) => encoder.hasUnknownName(own)).length,
  };
}

function whyNot(name: SingleBaseline, { radiographs }: Dataset): string {
  if (name !== "region") return "it is the same in all training images";
  const hasAny = radiographs.some(({ region }) => region !== undefined);
  return hasAny ? "the training images are of one region, or of many rare ones" : "the set names no regions";
}

function mapSplits<T>(of: (split: SplitName) => T): Record<SplitName, T> {
  return { train: of("train"), validation: of("validation"), test: of("test") };
}
