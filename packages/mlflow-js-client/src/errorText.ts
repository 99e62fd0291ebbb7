const MAX_CHARS = 1000;

/**
 * What was thrown, as a tag can hold it: at most 1,000 characters, never half a surrogate pair. Never throws, not even
 * for what has no text, such as Object.create(null).
 */
export function errorText(thrown: unknown): string {
  const start = textOf(thrown).slice(0, MAX_CHARS);
  return start.replace(/[\uD800-\uDBFF]$/u, "").replace(/\p{Surrogate}/gu, "\uFFFD");
}

function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return "A value was thrown that has no text";
  }
}
