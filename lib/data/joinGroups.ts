import { compareText } from "./manifest.js";

/**
 * Groups of items that share a key with one another, directly or through others (union-find).
 * @param keys of each item, e.g. its content hash, its patient and the stem of its name
 * @returns for each item the smallest key of its group, whatever the order of the items
 */
export function joinGroups(keys: readonly (readonly string[])[]): string[] {
  const parent = new Map<string, string>();
  const find = (key: string): string => {
    let root = key;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    for (let step = key; step !== root;) {
      const up = parent.get(step)!;
      parent.set(step, root); // shorter paths for the next search
      step = up;
    }
    return root;
  };
  for (const itemKeys of keys) {
    for (const key of itemKeys) {
      if (!parent.has(key)) parent.set(key, key);
      const [a, b] = [find(itemKeys[0]!), find(key)].sort(compareText) as [string, string];
      parent.set(b, a);
    }
  }
  return keys.map((itemKeys) => find(itemKeys[0]!));
}
