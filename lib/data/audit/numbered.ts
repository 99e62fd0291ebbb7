/** Names as whole numbers, by first appearance; -1 where there is none. */
export function numbered(names: readonly (string | undefined)[]): Int32Array {
  const numberOf = new Map<string, number>();
  return Int32Array.from(names, (name) => {
    if (name === undefined) return -1;
    const known = numberOf.get(name) ?? numberOf.size;
    numberOf.set(name, known);
    return known;
  });
}
