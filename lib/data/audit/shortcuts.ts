import { holm } from "../../metrics/holm.js";
import { midranks } from "../../metrics/midranks.js";
import { createRandom } from "../../random.js";
import { fileNames, fileNumbers } from "../fileProperties.js";
import { compareText } from "../manifest.js";
import { cramersVOfNumbers } from "./cramersV.js";
import type { AuditedFile } from "./auditedFile.js";
import { numbered } from "./numbered.js";
import { permutationTest, type Statistic } from "./permutationTest.js";

/** How well one thing that is no anatomy tells the classes apart by itself. */
export interface Shortcut {
  property: string;
  /** Numbers: AUC, the better of both directions, .5 .. 1; of several classes the one best told from the rest. Names: Cramér's V, 0 .. 1. */
  measure: "AUC" | "Cramér's V";
  value: number;
  /** Chance of that much among radiographs whose labels are dealt anew, corrected by Holm for all properties looked at. */
  pValue: number;
  /** Whether a network could profit from it, AUC from .6 or V from .2, and it is more than chance: p below .05. */
  isSuspect: boolean;
  /** By class: the median, or the commonest name with its share. */
  byClass: Record<string, string>;
}

const suspectAuc = 0.6;
const suspectV = 0.2;
const suspectBelowP = 0.05;
/** The least p-value is .001, and with Holm's factor for some 20 properties .02. */
const deals = 999;

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
  const ofNumbers = Object.entries(numbers).map(([property, read]) => ({
    property,
    measure: "AUC" as const,
    statistic: foldedAuc(files.map(read), classes.length),
    suspectFrom: suspectAuc,
    byClass: byClass((own) => median(own.map(read))),
  }));
  const ofNames = Object.entries(names).flatMap(([property, read]) => {
    const known = numbered(files.map(read));
    if (known.every((name) => name < 0)) return [];
    return {
      property,
      measure: "Cramér's V" as const,
      statistic: (labels: ArrayLike<number>) => cramersVOfNumbers(known, labels),
      suspectFrom: suspectV,
      byClass: byClass((own) => commonest(own.map(read))),
    };
  });
  const tests = [...ofNumbers, ...ofNames];
  const labels = Int32Array.from(files, ({ label }) => classes.indexOf(label));
  const units = numbered(files.map(({ radiograph }) => radiograph));
  const chances = permutationTest(
    tests.map(({ statistic }) => statistic),
    { labels, units },
    { deals, random: createRandom("shortcuts") },
  );
  const pValues = holm(chances);
  const found = tests.map(({ statistic, suspectFrom, ...rest }, i): Shortcut => {
    const [value, pValue] = [statistic(labels), pValues[i]!];
    return { ...rest, value, pValue, isSuspect: value >= suspectFrom && pValue < suspectBelowP };
  });
  // A V of 1 and an AUC of 1 both tell all; an AUC of .5 tells nothing, as a V of 0.
  const strength = ({ measure, value }: Shortcut): number => (measure === "AUC" ? 2 * value - 1 : value);
  return found.sort((a, b) => strength(b) - strength(a));
}

/** AUC by the sum of ranks (Mann-Whitney), so that other labels cost no other sorting. */
function foldedAuc(values: readonly number[], classes: number): Statistic {
  const ranks = midranks(values);
  return (labels) => {
    const [sums, counts] = [new Float64Array(classes), new Float64Array(classes)];
    for (let i = 0; i < ranks.length; i++) {
      sums[labels[i]!]! += ranks[i]!;
      counts[labels[i]!]!++;
    }
    return sums.reduce((most, sum, c) => {
      const [own, others] = [counts[c]!, ranks.length - counts[c]!];
      if (own === 0 || others === 0) return most;
      const auc = (sum - (own * (own + 1)) / 2) / (own * others);
      return Math.max(most, auc, 1 - auc);
    }, 0.5);
  };
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
