import { rocAuc } from "../../metrics/rocAuc.js";
import { fileNames, fileNumbers } from "../fileProperties.js";
import { compareText } from "../manifest.js";
import { cramersV } from "./cramersV.js";
import type { AuditedFile } from "./auditedFile.js";

/** How well one thing that is no anatomy tells the classes apart by itself. */
export interface Shortcut {
  property: string;
  /** Numbers: AUC, the better of both directions, .5 .. 1; of several classes the one best told from the rest. Names: Cramér's V, 0 .. 1. */
  measure: "AUC" | "Cramér's V";
  value: number;
  /** Whether a network could profit from it: AUC from .6 or V from .2. */
  isSuspect: boolean;
  /** By class: the median, or the commonest name with its share. */
  byClass: Record<string, string>;
}

const suspectAuc = 0.6;
const suspectV = 0.2;

const numbers: Record<string, (file: AuditedFile) => number> = {
  ...fileNumbers,
  "border, grey 0-255": (file) => file.borderGrey,
  "mean grey 0-255": (file) => file.meanGrey,
  "white pixels (metal, markers), share": (file) => file.whiteShare,
};

const names: Record<string, (file: AuditedFile) => string | undefined> = {
  ...fileNames,
  "EXIF notes": (file) => yesNo(file.hasExif),
  "turned by EXIF": (file) => yesNo(file.wasTurned),
  "marker or writing": (file) => yesNo(file.marks > 0),
  hardware: (file) => (file.hardware === undefined ? undefined : yesNo(file.hardware)),
  region: (file) => file.region,
  view: (file) => file.view,
};

function yesNo(is: boolean): string {
  return is ? "yes" : "no";
}

/** The properties of files that might give the class away, the most telling first. Empty for a set of one class. */
export function shortcutsOf(files: readonly AuditedFile[]): Shortcut[] {
  const classes = [...new Set(files.map(({ label }) => label))].sort(compareText);
  if (classes.length < 2) return [];
  const byClass = (describe: (own: AuditedFile[]) => string): Record<string, string> =>
    Object.fromEntries(classes.map((name) => [name, describe(files.filter(({ label }) => label === name))]));
  const found: Shortcut[] = [];
  for (const [property, read] of Object.entries(numbers)) {
    const values = files.map(read);
    const aucs = classes.map((name) => {
      const labels = files.map(({ label }) => Number(label === name));
      const auc = rocAuc(labels, values);
      return Math.max(auc, 1 - auc);
    });
    const value = Math.max(...aucs);
    const isSuspect = value >= suspectAuc;
    found.push({ property, measure: "AUC", value, isSuspect, byClass: byClass((own) => median(own.map(read))) });
  }
  for (const [property, read] of Object.entries(names)) {
    const known = files.filter((file) => read(file) !== undefined);
    if (known.length === 0) continue;
    const value = cramersV(
      known.map((file) => read(file)!),
      known.map(({ label }) => label),
    );
    const isSuspect = value >= suspectV;
    found.push({
      property,
      measure: "Cramér's V",
      value,
      isSuspect,
      byClass: byClass((own) => commonest(own.map(read))),
    });
  }
  // A V of 1 and an AUC of 1 both tell all; an AUC of .5 tells nothing, as a V of 0.
  const strength = ({ measure, value }: Shortcut): number => (measure === "AUC" ? 2 * value - 1 : value);
  return found.sort((a, b) => strength(b) - strength(a));
}

function median(values: number[]): string {
  const sorted = values.sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!.toPrecision(3);
}

function commonest(values: readonly (string | undefined)[]): string {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first] = [...counts].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]));
  return first === undefined ? "unknown" : `${first[0]} ${Math.round((100 * first[1]) / values.length)} %`;
}
