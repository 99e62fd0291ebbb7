/** Sets hold images of a few sizes; more than these are made again. Some 30 KB each. */
const rememberedFilters = 256;
const remembered = new Map<string, Float64Array>();

/**
 * A Lanczos-3 kernel widened to the scale, so that shrinking averages instead of aliasing
 * (Turkowski 1990, "Filters for common resampling tasks").
 * @returns for each output number: its first input, how many inputs, and the weight of each; weights sum to 1
 */
export function lanczosFilter(inputs: number, outputs: number): Float64Array {
  const key = `${inputs}/${outputs}`;
  const known = remembered.get(key);
  if (known) return known;
  const filter = makeFilter(inputs, outputs);
  if (remembered.size >= rememberedFilters) remembered.clear();
  remembered.set(key, filter);
  return filter;
}

function makeFilter(inputs: number, outputs: number): Float64Array {
  const scale = inputs / outputs;
  const stretch = Math.max(1, scale);
  const filter = new Float64Array(outputs * (2 + Math.min(inputs, Math.ceil(6 * stretch) + 1)));
  let length = 0;
  for (let output = 0; output < outputs; output++) {
    const centre = (output + 0.5) * scale;
    const from = Math.max(0, Math.ceil(centre - 3 * stretch - 0.5));
    const to = Math.min(inputs - 1, Math.floor(centre + 3 * stretch - 0.5));
    filter[length++] = from;
    filter[length++] = to - from + 1;
    const weights = filter.subarray(length, length + to - from + 1);
    weights.forEach((_, i) => (weights[i] = lanczos3((from + i + 0.5 - centre) / stretch)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, i) => (weights[i] = weight / total));
    length += weights.length;
  }
  return filter.slice(0, length);
}

function lanczos3(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= 3) return 0;
  const a = Math.PI * x;
  const third = Math.sin(a / 3);
  return (3 * third * third * (3 - 4 * third * third)) / (a * a); // sin(3t) = sin t (3 - 4 sin² t): half the sines
}
