import type { Random } from "../random.js";
import { subset } from "./subset.js";
import type { Dataset } from "./types.js";

/**
 * One image each of so many groups, both drawn at random: as independent as a set's images get.
 * @returns in the order drawn; fewer images where there are fewer groups
 */
export function onePerGroup(dataset: Dataset, count: number, random: Random): Dataset {
  const drawn = new Map<string, Dataset["radiographs"][number]>();
  for (const radiograph of random.shuffle([...dataset.radiographs])) {
    if (!drawn.has(radiograph.group)) drawn.set(radiograph.group, radiograph);
  }
  // Large groups tend to come first above: draw again, so that each group is as likely as any.
  return subset(dataset, random.shuffle([...drawn.values()]).slice(0, count));
}
