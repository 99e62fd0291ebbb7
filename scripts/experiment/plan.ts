import { experimentNamed } from "../../experiments/index.js";
import type { ExperimentConfig } from "../../lib/experiment/config.js";
import { applyOverrides } from "../../lib/experiment/overrides.js";
import { readResumable, type Resumable } from "../../lib/experiment/resumable.js";
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
 * A stopped run as it was begun.
 * @throws UserError when there is none such, or when the command line asks for another config than its own
 */
export async function planResumed(
  runId: string,
  args: readonly string[],
  options: readonly string[],
  dir: string,
): Promise<Plan> {
  const resume = await readResumable(runId, dir);
  const { config, runName: name, parentRunId, aliases } = resume.note;
  const [given, ...overrides] = args;
  const changed = applyOverrides(given === undefined ? config : experimentNamed(given), [...options, ...overrides]);
  if (args.length + options.length > 0 && JSON.stringify(changed) !== JSON.stringify(config)) {
    throw new UserError(
      "resume: expected the config that the run began with. Received: another. Leave the name and the settings out, or start a new run.",
      2,
    );
  }
  return {
    config,
    runName: name,
    resume,
    ...(parentRunId !== undefined && { parentRunId }),
    ...(aliases && { aliases }),
  };
}
