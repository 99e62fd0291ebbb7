import { fisherExact } from "../metrics/fisherExact.js";
import type { Manifest, Rejected } from "./types.js";

/** Files left out of one class for one reason. */
export interface LeftOut {
  label: string;
  reason: string;
  files: number;
}

/** By class and reason, in the order of their first files. */
export function countLeftOut(rejected: readonly Rejected[]): LeftOut[] {
  const found = new Map<string, LeftOut>();
  for (const { label, reason } of rejected) {
    const key = JSON.stringify([label, reason]);
    found.set(key, { label, reason, files: (found.get(key)?.files ?? 0) + 1 });
  }
  return [...found.values()];
}

/** In one line: "left out: 4 not_fractured truncated". */
export function describeLeftOut(rejected: readonly Rejected[]): string {
  const counts = countLeftOut(rejected).map(({ label, reason, files }) => `${files} ${label} ${reason}`);
  return counts.length === 0 ? "no file left out" : `left out: ${counts.join(", ")}`;
}

/** Fewer than one set in twenty whose files break whatever they show is doubted. */
const alpha = 0.05;

/**
 * A doubt in one sentence when one class lost more of its files than chance explains (Fisher's exact test): how a class is
 * stored or exported then depends on the class, and what is left of it is a choice. Undefined otherwise.
 */
export function unevenlyLeftOut({
  classes,
  radiographs,
  rejected,
}: Pick<Manifest, "classes" | "radiographs" | "rejected">): string | undefined {
  const [first, second] = classes.map((name) => {
    const lost = rejected.filter(({ label }) => label === name).length;
    return { name, lost, total: lost + radiographs.filter(({ label }) => label === name).length };
  });
  if (!first || !second) return undefined;
  const pValue = fisherExact([first.lost, second.lost], [first.total, second.total]);
  if (pValue >= alpha) return undefined;
  const [more, less] = first.lost / first.total > second.lost / second.total ? [first, second] : [second, first];
  return (
    `Files are left out unevenly: ${more.lost} of ${more.total} ${more.name}, ${less.lost} of ${less.total} ${less.name} ` +
    `(Fisher's exact p ${pValue < 0.001 ? "below .001" : pValue.toFixed(3)}); what is left of a class may not be like the class.`
  );
}
