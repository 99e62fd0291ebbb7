import { UserError } from "../userError.js";
import { compareText } from "./manifest.js";

/** What sets call the two classes of a binary one, as `normalizeClassName` writes it. Class 1 must be the fractured one. */
const fracturedNames = ["fractured", "fracture", "fractures", "with_fracture", "broken", "positive", "abnormal"];
const intactNames = [
  "not_fractured",
  "no_fracture",
  "no_fractures",
  "non_fracture",
  "not_fracture",
  "without_fracture",
  "unfractured",
  "intact",
  "normal",
  "healthy",
  "negative",
  "unbroken",
  "not_broken",
  "non_broken",
];

/** "not fractured", "Not_Fractured" and "Non-fractured" are one class: lower case, "_" between words, "non" read as "not". */
export function normalizeClassName(name: string): string {
  const words = name
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/[\s\-_.]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return words.replace(/^non_?(?=fractured$)|^not(?=fractured$)/, "not_");
}

/**
 * The class of each image of a set from the names that the set gives: in a set of two, whatever they are called,
 * "fractured" and "not_fractured"; more classes keep their names.
 * @param names as the source writes them, one an image
 * @throws UserError when there are two names and one of them is not understood: guessing would turn every result round
 */
export function toClasses(names: readonly string[]): string[] {
  const classes = names.map(normalizeClassName);
  const distinct = [...new Set(classes)];
  if (distinct.length > 2) return classes;
  const isUnderstood = distinct.every((name) => meaningOf(name) !== undefined);
  if (distinct.length === 2 && !isUnderstood) {
    throw new UserError(
      `data: expected one class called ${fracturedNames.join(", ")}, the other ${intactNames.join(", ")}. ` +
        `Received: ${distinct.sort(compareText).join(" and ")}. Rename them.`,
    );
  }
  return classes.map((name) => meaningOf(name) ?? name); // one strange class alone is refused later, by its name
}

/** Distinct class names in class-number order: "not_fractured" is 0 and "fractured" 1 in a binary set, else by alphabet. */
export function orderClasses(names: Iterable<string>): string[] {
  const classes = [...new Set(names)].sort(compareText);
  const binary = classes.length === 2 && classes.includes("fractured") && classes.includes("not_fractured");
  return binary ? ["not_fractured", "fractured"] : classes;
}

function meaningOf(name: string): string | undefined {
  if (fracturedNames.includes(name)) return "fractured";
  return intactNames.includes(name) ? "not_fractured" : undefined;
}
