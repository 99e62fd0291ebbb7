/**
 * What a file name says about which radiograph it was made from: `36-rotated1-rotated2 (1).jpg` and `36.jpg` share the
 * stem `36`. A stem counts only where one of its names tells of a transformation or copy: two files called `1.jpg` in
 * different folders are two beginnings of a count.
 * @param paths with "/" between folders
 * @param scopeOf names are compared within a scope only, e.g. a class
 * @returns the stem of each path, undefined where its name ties it to no other
 */
export function nameStems(paths: readonly string[], scopeOf: (index: number) => string): (string | undefined)[] {
  const parsed = paths.map((path, i) => {
    const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
    const stem = stripDerivations(name);
    return { key: JSON.stringify([scopeOf(i), stem]), isDerived: stem !== name };
  });
  const derived = new Set(parsed.filter(({ isDerived }) => isDerived).map(({ key }) => key));
  return parsed.map(({ key }) => (derived.has(key) ? key : undefined));
}

const derivation = /(?:[-_ ]+(?:rotated|flipped|mirrored|augmented|aug|copy)[-_ ]?\d*| *\(\d+\))$/i;

function stripDerivations(name: string): string {
  const shorter = name.replace(derivation, "");
  return shorter === name || shorter === "" ? name : stripDerivations(shorter);
}
