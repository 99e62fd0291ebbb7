/** MLflow's limit on a param; the whole value stays in the run's config.json. */
const MAX_VALUE_CHARS = 6000;

/**
 * A nested config as flat params: { training: { batchSize: 32 } } -> { "training.batchSize": "32" }. Arrays and empty
 * objects become JSON, undefined is left out, a text past 6,000 characters is cut and ends in "…".
 */
export function flatten(config: object, prefix = ""): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [key, value] of Object.entries(config) as [string, unknown][]) {
    const name = prefix + key;
    if (value === undefined) continue;
    if (isPlainObject(value) && Object.keys(value).length > 0) Object.assign(flat, flatten(value, `${name}.`));
    else flat[name] = shorten(typeof value === "string" ? value : JSON.stringify(value));
  }
  return flat;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shorten(text: string): string {
  return text.length <= MAX_VALUE_CHARS ? text : `${text.slice(0, MAX_VALUE_CHARS - 1)}…`;
}
