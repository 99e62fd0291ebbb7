import { InvalidArgumentError } from "commander";

/** A whole number between two others, as commander parses an option's value. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected a whole number ${range}. Received: ${text}.`);
  };
}

/** Widths such as 32-64-128 or 32,64,128. */
export function wholeNumbers(text: string): number[] {
  return text.split(/[-,]/).map((width) => wholeNumber(1)(width));
}

/** Names out of a list, separated by commas. */
export function listOf<Name extends string>(what: string, names: readonly Name[]): (text: string) => Name[] {
  return (text) =>
    text.split(",").map((word) => {
      const name = names.find((known) => known === word.trim());
      if (name !== undefined) return name;
      throw new InvalidArgumentError(`Expected ${what} out of ${names.join(",")}. Received: ${word || "none"}.`);
    });
}
