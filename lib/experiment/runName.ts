import { experimentConfigSchema } from "./config.js";
import { configKeys } from "./configKeys.js";

/**
 * What tells a run from others of its experiment: "cnn-baseline dropout=0.4 phantom.seed=3". Keys are as short as they can
 * be without meaning another setting too, since the UI has little room for a name.
 * @param overrides as applyOverrides takes them
 */
export function runName(experiment: string, overrides: readonly string[]): string {
  const known = configKeys(experimentConfigSchema);
  const short = overrides.map((override) => {
    const [key, ...value] = override.split("=");
    return [shortest(key!, known), ...value].join("=");
  });
  return [experiment, ...short].join(" ");
}

function shortest(key: string, known: readonly string[]): string {
  const parts = key.split(".");
  const ends = parts.map((_, i) => parts.slice(parts.length - 1 - i).join("."));
  const means = (end: string): string[] => known.filter((other) => other === end || other.endsWith(`.${end}`));
  return ends.find((end) => means(end).length === 1) ?? key;
}
