import { checkKey, checkLength, LIMITS } from "./limits.js";

/** @throws RangeError on an empty name, or one with "/" or ":" or a path's dots in it, which MLflow refuses */
export function checkModelName(name: string): void {
  if (name.trim() === "" || /[/:]/.test(name) || name === "." || name === "..") {
    throw new RangeError(`Expected a model name without "/" and ":". Received: ${JSON.stringify(name)}`);
  }
}

/** @throws RangeError on an alias that MLflow refuses, or keeps for itself: "latest" and version numbers such as "v3" */
export function checkAlias(alias: string): void {
  if (!/^[\p{L}\p{N}_-]+$/u.test(alias) || alias.toLowerCase() === "latest" || /^v\d+$/i.test(alias)) {
    throw new RangeError(
      `Expected an alias of letters, digits, _ and -, neither "latest" nor a version such as "v3". Received: ${JSON.stringify(alias)}`,
    );
  }
  checkLength("an alias", alias, LIMITS.aliasChars);
}

/** @throws RangeError when a key is unusable or a value longer than 100,000 characters */
export function checkRegistryTags(tags: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(tags)) {
    checkKey("a tag name", key);
    checkLength(`a value of tag ${key}`, value, LIMITS.registryTagValueChars);
  }
}

/** A text in MLflow's search language. @throws RangeError on a text with a quote, for which the language has no escape */
export function quoted(text: string): string {
  if (text.includes("'")) throw new RangeError(`Expected a name without '. Received: ${JSON.stringify(text)}`);
  return `'${text}'`;
}
