import { experimentNamed } from "../../experiments/index.js";
import type { ExperimentConfig } from "../../lib/experiment/config.js";
import { applyOverrides } from "../../lib/experiment/overrides.js";
import { readResumable, type Resumable } from "../../lib/experiment/resumable.js";
import { readFoldsNote, type ResumableFolds } from "../../lib/experiment/foldsProgress.js";
import { runName } from "../../lib/experiment/runName.js";
import { UserError } from "../../lib/userError.js";

/** What a command line asks to be trained. */
export interface Plan {
  config: ExperimentConfig;
  runName: string;
  parentRunId?: string;
  /** Aliases to register the model with; undefined when it is not to be registered. */
  aliases?: readonly string[];
  resume?: Resumable;
  /** A cross-validation that goes on. */
  begunFolds?: ResumableFolds;
}

/** An experiment by its name, with what the command line changes. @throws UserError without a name, or on a wrong key */
export function planNew(args: readonly string[], options: readonly string[], aliases?: readonly string[]): Plan {
  const [name, ...overrides] = args;
  if (name === undefined) {
    throw new UserError("experiment: expected a name, or --resume RUN. Received: neither. --help lists the names.", 2);
  }
  const config = applyOverrides(experimentNamed(name), [...options, ...overrides]);
  return { config, runName: runName(name, overrides), ...(aliases && { aliases }) };
}

/**
 * A stopped run or cross-validation as it was begun.
 * @throws UserError when there is none such, when it has finished or is a fold of one, or when the command line asks for another config than
 *   its own
 */
export async function planResumed(
  runId: string,
  args: readonly string[],
  options: readonly string[],
  dir: string,
): Promise<Plan> {
  const foldsNote = await readFoldsNote(runId, dir);
  if (foldsNote) return planFolds({ runId, note: foldsNote }, args, options);
  const resume = await readResumable(runId, dir);
  const { config, runName: name, parentRunId, aliases } = resume.note;
  if (parentRunId !== undefined && (await readFoldsNote(parentRunId, dir))) {
    throw new UserError(
      `resume: expected a run of its own. Received: ${runId}, a fold of ${parentRunId}. Resume that one: it goes on with this fold.`,
      2,
    );
  }
  requireSameConfig(config, args, options);
  return {
    config,
    runName: name,
    resume,
    ...(parentRunId !== undefined && { parentRunId }),
    ...(aliases && { aliases }),
  };
}

function planFolds(begunFolds: ResumableFolds, args: readonly string[], options: readonly string[]): Plan {
  const { runId, note } = begunFolds;
  if (note.isFinished) {
    throw new UserError(`resume: expected a cross-validation that was stopped. Received: ${runId}, which finished.`, 2);
  }
  requireSameConfig(note.config, args, options);
  return { config: note.config, runName: note.runName, begunFolds };
}

function requireSameConfig(config: ExperimentConfig, args: readonly string[], options: readonly string[]): void {
  const [given, ...overrides] = args;
  if (args.length + options.length === 0) return;
  const asked = applyOverrides(given === undefined ? config : experimentNamed(given), [...options, ...overrides]);
  if (JSON.stringify(asked) === JSON.stringify(config)) return;
  throw new UserError(
    "resume: expected the config that the run began with. Received: another. Leave the name and the settings out, or start a new run.",
    2,
  );
}
