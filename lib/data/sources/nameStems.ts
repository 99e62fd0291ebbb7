/**
 * What a file name says about which radiograph it was made from: `36-rotated1-rotated2 (1).jpg` and `36.jpg` share the
 * stem `36`. A stem counts only where one of its names tells of a transformation or copy: two files called `1.jpg` in
 * different folders are two beginnings of a count. So are `img (1).jpg` and `img (2).jpg`, which Windows calls files that
 * are renamed together: a number in brackets marks a copy only after a transformation, or where `img` itself is there.
 * @param paths with "/" between folders
 * @param scopeOf names are compared within a scope only, e.g. a class
 * @returns the stem of each path, undefined where its name ties it to no other
 */
export function nameStems(paths: readonly string[], scopeOf: (index: number) => string): (string | undefined)[] {
  const keyOf = (i: number, stem: string): string => JSON.stringify([scopeOf(i), stem]);
  const names = paths.map((path) => path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, ""));
  const originals = new Set(names.map((name, i) => keyOf(i, strip(name, transformations))));
  const stemOf = (i: number, name: string): string => {
    const original = strip(name, transformations);
    const bare = strip(original, copyMark);
    return bare !== original && originals.has(keyOf(i, bare)) ? stemOf(i, bare) : original;
  };
  const stems = names.map((name, i) => stemOf(i, name));
  const derived = new Set(stems.flatMap((stem, i) => (stem === names[i] ? [] : [keyOf(i, stem)])));
  return stems.map((stem, i) => (derived.has(keyOf(i, stem)) ? keyOf(i, stem) : undefined));
}

const copyMark = / *\(\d+\)$/;
const transformations = /(?:[-_ ]+(?:rotated|flipped|mirrored|augmented|aug|copy)[-_ ]?\d*(?: *\(\d+\))*)+$/i;

/** Unless nothing would be left. */
function strip(name: string, ending: RegExp): string {
  return name.replace(ending, "") || name;
}
