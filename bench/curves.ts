import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { PreparedData } from "../lib/data/prepareData.js";
import { mean } from "../lib/metrics/mean.js";
import { withContestants } from "./contestant.js";
import { startNode, type Bench } from "./contestants.js";
import { stockEnvironment } from "./environment.js";
import { markdownTable } from "./markdownTable.js";
import { pairedDifference, type MeanDifference } from "./statistics.js";
import { writeImages, type Workload } from "./workload.js";

/** Two sets of images for one network, each in a folder of its own. */
export interface CurvesWorkload {
  train: Workload;
  validation: Workload;
}

export interface CurveRequest {
  seed: number;
  epochs: number;
}

/** Loss after each epoch. */
interface Curve {
  trainLoss: number[];
  validationLoss: number[];
}

/** Last epoch's losses, one a seed, and what they say. */
export interface LossComparison {
  ours: number[];
  tfjs: number[];
  difference: MeanDifference;
  isWithinNoise: boolean;
}

export interface CurvesResult {
  size: number;
  filters: number[];
  epochs: number;
  trainImages: number;
  validationImages: number;
  trainLoss: LossComparison;
  validationLoss: LossComparison;
}

/** Small, so that stock tfjs takes seconds a seed; deep enough to hold every kind of layer four times. */
export const curvesSettings = { size: 64, filters: [8, 16, 32, 64], batch: 32, epochs: 8, seeds: 5 };

/**
 * Trains the same network by this project and by stock tfjs's `fit`, from the same first weights, without augmentation, decay,
 * schedule or class weights, once a seed: the quicker ops must learn the same.
 */
export async function compareCurves(bench: Bench, data: PreparedData): Promise<CurvesResult> {
  const { size, filters, batch, epochs, seeds } = curvesSettings;
  const workloadOf = async (name: "train" | "validation"): Promise<Workload> => {
    const folder = join(bench.workload.folder, name);
    await mkdir(folder);
    const steps = Math.max(1, Math.floor(data.splits[name].labels.length / batch)); // whole batches: tfjs would train on the rest
    await writeImages(data.splits[name], steps * batch, folder);
    return { folder, filters, batch, size, steps, seed: 0 };
  };
  const workload: CurvesWorkload = { train: await workloadOf("train"), validation: await workloadOf("validation") };
  const ours = startNode(bench, "this project", "oursCurve.ts", workload, bench.env);
  const stock = stockEnvironment(bench.root, bench.env);
  const tfjs = startNode(bench, "stock tfjs", "stockTfjsCurve.ts", workload, stock);
  return withContestants([ours, tfjs], async () => {
    const curves: { ours: Curve; tfjs: Curve }[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      const request: CurveRequest = { seed, epochs };
      const own = await ours.ask<Curve>("curve", request); // first: it leaves the weights to begin with
      curves.push({ ours: own, tfjs: await tfjs.ask<Curve>("curve", request) });
      bench.onProgress("loss curves", seed, seeds);
    }
    const compare = (key: keyof Curve): LossComparison =>
      compareLosses(
        curves.map((pair) => pair.ours[key].at(-1)!),
        curves.map((pair) => pair.tfjs[key].at(-1)!),
      );
    return {
      size,
      filters,
      epochs,
      trainImages: workload.train.steps * batch,
      validationImages: workload.validation.steps * batch,
      trainLoss: compare("trainLoss"),
      validationLoss: compare("validationLoss"),
    };
  });
}

/** @returns within noise exactly when the 95 % interval of the mean difference holds 0 */
export function compareLosses(ours: number[], tfjs: number[]): LossComparison {
  const difference = pairedDifference(ours, tfjs);
  return { ours, tfjs, difference, isWithinNoise: difference.low <= 0 && difference.high >= 0 };
}

export function curvesMarkdown({ trainLoss, validationLoss, ...about }: CurvesResult): string {
  const { size, filters, epochs, trainImages, validationImages } = about;
  const row = (name: string, { ours, tfjs, difference, isWithinNoise }: LossComparison): string[] => [
    name,
    ...[mean(ours), mean(tfjs), difference.mean].map((value) => value.toFixed(4)),
    `${difference.low.toFixed(4)} to ${difference.high.toFixed(4)}`,
    isWithinNoise ? "within noise" : "differs",
  ];
  return [
    `Mean over ${trainLoss.ours.length} seeds of the loss after ${epochs} epochs; filters ${filters.join("-")}, ${size} x ${size} pixels, ` +
      `${trainImages} images for training and ${validationImages} for validation.`,
    markdownTable(
      ["last epoch's loss", "this project", "stock tfjs", "difference", "its 95 % interval (t, paired)", ""],
      [row("training", trainLoss), row("validation", validationLoss)],
    ),
  ].join("\n\n");
}
