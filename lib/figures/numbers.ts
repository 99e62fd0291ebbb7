import type { Estimate } from "../metrics/index.js";

/** To so many decimals: a figure's JSON has no use for sixteen digits. */
export function rounded(value: number, decimals = 4): number {
  return Number(value.toFixed(decimals));
}

/** 0.8712 -> "0.871"; NaN -> "undefined". */
export function decimal(value: number, decimals = 3): string {
  return Number.isNaN(value) ? "undefined" : value.toFixed(decimals);
}

/** 0.456 -> "45.6 %". */
export function percent(share: number, decimals = 1): string {
  return Number.isNaN(share) ? "undefined" : `${(100 * share).toFixed(decimals)} %`;
}

/** "0.871 [0.820, 0.912]". */
export function withInterval({ value, low, high }: Estimate, decimals = 3): string {
  if (Number.isNaN(value)) return "undefined";
  if (Number.isNaN(low)) return decimal(value, decimals);
  return `${decimal(value, decimals)} [${decimal(low, decimals)}, ${decimal(high, decimals)}]`;
}

/**
 * A staircase of at most `maxPoints` points for drawing: points in the middle of a level or upright stretch are dropped,
 * which changes nothing; what is still too much is thinned evenly. Ends stay.
 */
export function thinned<T>(
  points: readonly T[],
  x: (point: T) => number,
  y: (point: T) => number,
  maxPoints = 300,
): T[] {
  const corners = points.filter((point, i) => {
    const [before, after] = [points[i - 1], points[i + 1]];
    if (before === undefined || after === undefined) return true;
    const isLevel = y(before) === y(point) && y(point) === y(after);
    const isUpright = x(before) === x(point) && x(point) === x(after);
    return !isLevel && !isUpright;
  });
  if (corners.length <= maxPoints) return corners;
  return Array.from(
    { length: maxPoints },
    (_, k) => corners[Math.round((k * (corners.length - 1)) / (maxPoints - 1))]!,
  );
}
