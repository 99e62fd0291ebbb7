/** What an MLflow 3 server accepts in one request or value (mlflow/utils/validation.py). */
export const LIMITS = {
  metricsPerBatch: 1000,
  paramsPerBatch: 100,
  tagsPerBatch: 100,
  /** MLflow's 1e6 less room for the run id and the brackets round the items. */
  batchBytes: 990_000,
  keyChars: 250,
  paramValueChars: 6000,
  tagValueChars: 8000,
  experimentNameChars: 500,
  experimentTagValueChars: 20_000,
  registryTagValueChars: 100_000,
  aliasChars: 255,
  datasetNameChars: 500,
  datasetDigestChars: 36,
  datasetSourceChars: 65_535,
  datasetSchemaChars: 1_048_575,
  datasetProfileChars: 16_777_215,
} as const;

/** @throws TypeError when it is no text; RangeError when it is too long, or holds half a surrogate pair, which UTF-8 can't */
export function checkLength(what: string, text: unknown, maxChars: number): void {
  if (typeof text !== "string") throw new TypeError(`Expected text for ${what}. Received: ${typeof text}`);
  if (/\p{Surrogate}/u.test(text)) {
    throw new RangeError(`Expected ${what} of whole characters. Received: half a surrogate pair`);
  }
  if (text.length > maxChars) {
    throw new RangeError(`Expected ${what} of at most ${maxChars} characters. Received: ${text.length}`);
  }
}

/**
 * The names that MLflow takes for metrics, params and tags: letters, digits and _ - . : / and spaces, no path that
 * climbs or is absolute, since file stores use them as paths.
 * @throws RangeError quoting the key
 */
export function checkKey(what: string, key: string): void {
  const usable = /^[\p{L}\p{N}_\-.:/ ]+$/u.test(key) && !/^\/|(^|\/)\.{0,2}(\/|$)/.test(key);
  if (!usable) {
    throw new RangeError(
      `Expected ${what} of letters, digits, spaces and _ - . : / (relative, no "..", no "//"). Received: ${JSON.stringify(key)}`,
    );
  }
  checkLength(what, key, LIMITS.keyChars);
}
