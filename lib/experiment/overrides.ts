import { UserError } from "../userError.js";
import { defineExperiment, experimentConfigSchema, type ExperimentConfig } from "./config.js";
import { configKeys, nearestKey } from "./configKeys.js";

/**
 * Settings from the command line or a notebook's parameters: ["model.dropout=0.4", "seed=3", "model.filters=[16,32]"].
 * Values are JSON where they can be, else text.
 * @throws UserError on a part without "=", an unknown key (naming the nearest) or a value of the wrong kind
 */
export function applyOverrides(config: ExperimentConfig, overrides: readonly string[]): ExperimentConfig {
  const known = configKeys(experimentConfigSchema);
  const changed = structuredClone(config) as Record<string, unknown>;
  for (const override of overrides) {
    const split = override.indexOf("=");
    if (split < 1) {
      throw new UserError(`config: expected key=value, such as model.dropout=0.4. Received: ${override}`, 2);
    }
    const key = override.slice(0, split);
    if (!known.includes(key)) {
      throw new UserError(`config: ${key} is no setting. The nearest is ${nearestKey(key, known)}.`, 2);
    }
    assign(changed, key.split("."), parseValue(override.slice(split + 1)));
  }
  return defineExperiment(changed as ExperimentConfig);
}

function assign(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head, ...rest] = path;
  if (rest.length === 0) target[head!] = value;
  else assign(target[head!] as Record<string, unknown>, rest, value);
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
