import { joinGroups } from "./joinGroups.js";
import { compareText } from "./manifest.js";

/** What ties an image to others that may show the same patient. */
export interface GroupTies {
  sha256: string;
  /** As the source names it. */
  group?: string | undefined;
  nameStem?: string | undefined;
}

/**
 * One group for all that share content, a named group or a name stem, directly or through others.
 * @returns the group of each: the smallest group that the source names in it, else one made from its smallest content
 *   hash; never from a file name, so that renamed files keep their groups
 */
export function nameGroups(ties: readonly GroupTies[]): string[] {
  const components = joinGroups(
    ties.map(({ sha256, group, nameStem }) => [
      `content ${sha256}`,
      ...(group === undefined ? [] : [`group ${group}`]),
      ...(nameStem === undefined ? [] : [`name ${nameStem}`]),
    ]),
  );
  const named = new Map<string, string>();
  const byContent = new Map<string, string>();
  components.forEach((component, i) => {
    const { sha256, group } = ties[i]!;
    if (group !== undefined) keepSmallest(named, component, group);
    keepSmallest(byContent, component, `content-${sha256.slice(0, 16)}`);
  });
  return components.map((component) => named.get(component) ?? byContent.get(component)!);
}

function keepSmallest(names: Map<string, string>, component: string, name: string): void {
  const known = names.get(component);
  if (known === undefined || compareText(name, known) < 0) names.set(component, name);
}
