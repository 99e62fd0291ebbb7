import type { PreparedData } from "../../lib/data/prepareData.js";
import { describeLeftOut } from "../../lib/data/leftOut.js";
import { describeCopies } from "../../lib/data/readGroupedSet.js";
import { describeSplit, leakyNotice } from "../../lib/data/splitRecord.js";

/** What is about to be trained on: parts, how they were made, copies, and what was left out. */
export function describeData(data: Pick<PreparedData, "manifest" | "splits" | "split" | "copies">): string {
  const { manifest, splits, split } = data;
  const parts = Object.entries(splits).map(([name, { radiographs }]) => {
    return `${radiographs.length} ${name} (${new Set(radiographs.map(({ group }) => group)).size} groups)`;
  });
  const notice = leakyNotice(split);
  return [
    ...(notice === undefined ? [] : [notice]),
    `${manifest.source}: ${parts.join(", ")}, split ${describeSplit(split)}; ${describeReading(data)}`,
  ].join("\n");
}

/** What the search for copies found, and what was left out and why. */
export function describeReading({ manifest, copies }: Pick<PreparedData, "manifest" | "copies">): string {
  const leftOut = describeLeftOut(manifest.rejected);
  return copies ? `${describeCopies(copies)}; ${leftOut}` : leftOut;
}
