import { Command } from "commander";
import { resolve } from "node:path";
import { experiments } from "../../experiments/index.js";
import { UserError } from "../../lib/userError.js";
import { wholeNumber } from "../bench/arguments.js";
import { addDataOptions, dataOverrides, jsonOption, type DataOptions } from "../options.js";
import { parseShares } from "../parseShares.js";

/** What `npm run experiment` takes beside name and settings. */
export interface ExperimentOptions extends DataOptions {
  split?: string;
  groups?: string;
  allowLeak?: boolean;
  folds?: number;
  repeats?: number;
  resume?: string;
  fastDevRun?: boolean;
  overfitBatches?: number;
  limit?: string;
  profile?: boolean;
  register?: boolean;
  champion?: boolean;
  json?: string;
}

/** @returns the command line, not yet parsed */
export function experimentCommand(): Command {
  return addDataOptions(new Command("npm run experiment --"))
    .description("Trains and judges one experiment, and records it in MLflow.")
    .argument("[name]", `one of: ${experiments.map(({ name }) => name).join(", ")}`)
    .argument("[key=value...]", "settings to change, such as model.dropout=0.4 seed=3")
    .option("--split <shares>", "train, validation and test shares of an unsplit set, such as 0.7,0.15,0.15")
    .option(
      "--groups <file.csv>",
      "path,group: images that belong together, as `npm run audit -- --groups` writes them",
    )
    .option("--allow-leak", "train on a split that a group crosses; the run is marked LEAKY and proves nothing")
    .option(
      "--folds <k>",
      "cross-validate: k folds by group, a run each below one that holds the result",
      wholeNumber(2),
    )
    .option("--repeats <n>", "with --folds: so often, divided anew each time", wholeNumber(1))
    .option(
      "--resume <run>",
      "goes on with a run or cross-validation that was stopped or killed, as it was begun; leave name and settings out",
    )
    .option("--fast-dev-run", "two batches, one epoch, nothing recorded: does every line run?")
    .option(
      "--overfit-batches <n>",
      "learns so many batches by heart, nothing recorded: can it learn at all?",
      wholeNumber(1),
    )
    .option(
      "--limit <share>",
      "uses so much of each part, with --folds of the set, such as 0.1; recorded as data.limit",
    )
    .option("--profile", "says at the end where the time went")
    .option("--register", "make the model a version of MLflow's registered model of the experiment's name")
    .option("--champion", "register it and point the alias champion to it")
    .addOption(jsonOption("the result"));
}

/** @throws UserError when options do not go together */
export function requireFitting(options: ExperimentOptions): void {
  const { folds, repeats, register, champion, resume, fastDevRun, overfitBatches, limit, profile, json } = options;
  const isDebug = fastDevRun === true || overfitBatches !== undefined;
  const isRegistered = register === true || champion === true;
  const wrong = [
    [
      resume !== undefined && (folds !== undefined || isRegistered || limit !== undefined),
      "--resume: expected a run to go on as it was begun. Received: --folds, --limit, --register or --champion.",
    ],
    [folds === undefined && repeats !== undefined, "--repeats: expected --folds beside it. Received: --repeats alone."],
    [
      folds !== undefined && isRegistered,
      "--folds: expected no model to register, since a cross-validation has one a fold. Received: --register or --champion.",
    ],
    [
      isDebug &&
        (folds !== undefined || resume !== undefined || isRegistered || json !== undefined || profile === true),
      "--fast-dev-run, --overfit-batches: expected nothing to be kept. Received: an option that keeps something, or --profile.",
    ],
    [
      fastDevRun === true && overfitBatches !== undefined,
      "--fast-dev-run: expected it alone. Received: --overfit-batches beside it.",
    ],
    [folds !== undefined && profile === true, "--profile: expected one training. Received: --folds."],
  ] as const;
  const sentence = wrong.find(([isWrong]) => isWrong)?.[1];
  if (sentence) throw new UserError(sentence, 2);
}

/** The same as config overrides, so that one place checks them. */
export function optionOverrides(
  { split, groups, allowLeak, limit, ...data }: ExperimentOptions,
  dataDir: string | undefined,
): string[] {
  return [
    ...dataOverrides(data, dataDir),
    ...(split === undefined ? [] : [`data.split=[${parseShares(split).join()}]`]),
    ...(groups === undefined ? [] : [`data.groupsFile=${JSON.stringify(resolve(groups))}`]),
    ...(allowLeak ? ["data.allowLeak=true"] : []),
    ...(limit === undefined ? [] : [`data.limit=${limit}`]),
  ];
}
