import type { Registration } from "mlflow-js-client";
import { meanImage } from "../data/meanImage.js";
import type { PreparedData } from "../data/prepareData.js";
import { leakyNotice } from "../data/splitRecord.js";
import { flatten, logModelFiles, type TrackedRun } from "../tracking/index.js";
import type { ExperimentConfig } from "./config.js";
import { resultOf } from "./runNote.js";
import type { TrainedModel } from "./trainAndEvaluate.js";

/** How a trained model enters the registry; the registered model has the experiment's name. */
export interface RegisterOptions {
  /** That shall point to this version, such as ["champion"]. */
  aliases: readonly string[];
}

/** More change the mean little. */
const exampleImages = 64;

export interface ModelToLog {
  config: ExperimentConfig;
  data: PreparedData;
  model: TrainedModel;
  files: Record<string, Uint8Array>;
  register?: RegisterOptions;
}

/**
 * The trained model in MLflow: files, signature, an input to try it with (the mean of some training images, which shows no
 * patient), the config as its params; registered if asked, but only when the training finished.
 */
export async function logModel(
  run: TrackedRun,
  { config, data, model, files, register }: ModelToLog,
): Promise<{ modelId: string | undefined }> {
  const isRegistered = register !== undefined && model.training.status === "finished";
  return logModelFiles(run, {
    name: config.name,
    files,
    imageSize: config.data.imageSize,
    outputs: 1,
    example: meanImage(data.splits.train, exampleImages),
    params: flatten(config),
    epoch: model.training.bestEpoch,
    ...(isRegistered && { register: registrationOf(config, data, model, register) }),
  });
}

function registrationOf(
  config: ExperimentConfig,
  { manifest, split }: PreparedData,
  model: TrainedModel,
  { aliases }: RegisterOptions,
): Registration {
  return {
    name: config.name,
    aliases,
    description: [leakyNotice(split), resultOf(config, model), "Research code; not a medical device."]
      .filter((sentence) => sentence !== undefined)
      .join("\n\n"),
    tags: {
      dataDigest: manifest.digest,
      splitDigest: split.digest,
      "split.leaky": String(split.leaky),
      weightsSha256: model.weightsSha256,
    },
  };
}
