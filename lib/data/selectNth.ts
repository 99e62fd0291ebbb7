/**
 * The value that would be at `n` if the values were sorted ascending; in linear time (Hoare 1961, "Algorithm 65: FIND").
 * @param values reordered on the way: none above the result before it, none below it after it
 */
export function selectNth(values: Float32Array, n: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const held = values[i]!;
      values[i++] = values[j]!;
      values[j--] = held;
    }
    if (n <= j) high = j;
    else if (n >= i) low = i;
    else break;
  }
  return values[n]!;
}
