import { createRandom } from "../../random.js";
import { UserError } from "../../userError.js";
import type { Radiograph } from "../types.js";

/**
 * Some radiographs drawn at random, groups taking turns: no group gives a second one before every other gave its first.
 * @returns in the order drawn
 * @throws UserError when there are fewer than `count`
 */
export function drawRadiographs(radiographs: readonly Radiograph[], count: number, seed: number): Radiograph[] {
  if (radiographs.length < count) {
    throw new UserError(`Expected at least ${count} radiographs to draw from. Received: ${radiographs.length}.`);
  }
  const random = createRandom(`draw/${seed}`);
  const groups = new Map<string, Radiograph[]>();
  for (const radiograph of random.shuffle(radiographs)) {
    const members = groups.get(radiograph.group);
    if (members) members.push(radiograph);
    else groups.set(radiograph.group, [radiograph]);
  }
  const drawn: Radiograph[] = [];
  for (let turn = 0; drawn.length < count; turn++) {
    drawn.push(...[...groups.values()].flatMap((members) => members.slice(turn, turn + 1)));
  }
  return drawn.slice(0, count);
}
