import { InvalidArgumentError } from "commander";

/** A whole number of at least `least`, as commander parses an option's value. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number of at least ${least}. Received: ${text}.`);
  };
}

/** Widths such as 32-64-128 or 32,64,128. */
export function wholeNumbers(text: string): number[] {
  return text.split(/[-,]/).map(wholeNumber(1));
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
