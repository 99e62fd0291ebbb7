import type { Random } from "../random.js";
import { assignGroups, type Group } from "./assignGroups.js";
import { compareText } from "./manifest.js";
import type { Radiograph } from "./types.js";

/**
 * Divides images into parts, with class shares (and, less strictly, regions within class) as even as the units allow.
 * @param shares any positive numbers, scaled to sum to 1
 * @param unitOf what is never divided: images of one unit stay together
 * @returns one list a share, sorted by path
 */
export function divide(
  radiographs: readonly Radiograph[],
  shares: readonly number[],
  random: Random,
  unitOf: (radiograph: Radiograph) => string = ({ group }) => group,
): Radiograph[][] {
  const units = unitsOf(radiographs, unitOf);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const assignment = assignGroups(
    units,
    shares.map((share) => share / total),
    random,
  );
  const parts = shares.map((): Radiograph[] => []);
  units.forEach((unit, i) => parts[assignment[i]!]!.push(...unit.radiographs));
  for (const part of parts) part.sort((a, b) => compareText(a.path, b.path));
  return parts;
}

/** Sorted by unit, not by path: moving or renaming files must not change the split. */
function unitsOf(
  radiographs: readonly Radiograph[],
  unitOf: (radiograph: Radiograph) => string,
): (Group & { radiographs: Radiograph[] })[] {
  const byUnit = new Map<string, Radiograph[]>();
  for (const radiograph of radiographs) {
    const members = byUnit.get(unitOf(radiograph));
    if (members) members.push(radiograph);
    else byUnit.set(unitOf(radiograph), [radiograph]);
  }
  return [...byUnit]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, members]) => ({
      radiographs: members,
      classes: members.map(({ label }) => label),
      strata: members.map(({ label, region }) => JSON.stringify([label, region ?? ""])),
    }));
}
