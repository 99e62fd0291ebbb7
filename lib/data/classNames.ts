import { compareText } from "./manifest.js";

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

/** Distinct class names in class-number order: "not_fractured" is 0 and "fractured" 1 in a binary set, else by alphabet. */
export function orderClasses(names: Iterable<string>): string[] {
  const classes = [...new Set(names)].sort(compareText);
  const binary = classes.length === 2 && classes.includes("fractured") && classes.includes("not_fractured");
  return binary ? ["not_fractured", "fractured"] : classes;
}
