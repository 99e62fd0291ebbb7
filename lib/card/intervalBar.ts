import type { Estimate } from "../metrics/index.js";

const [width, height, edge] = [120, 10, 4];

/** What the bars of a page mean, in words. */
export const barKey = "Bars: value and interval, from 0 to 1; the tick is a coin's toss.";

/** Interval as a line, value as a dot, one half as a tick; for the eye only, since the numbers stand above it. */
export function intervalBar({ value, low, high }: Estimate): string {
  if (![value, low, high].every(Number.isFinite)) return "";
  const x = (share: number): string => (edge + share * (width - 2 * edge)).toFixed(1);
  const middle = height / 2;
  return (
    `<svg class="bar" viewBox="0 0 ${width} ${height}" aria-hidden="true">` +
    `<path class="axis" d="M${x(0)} ${middle}H${x(1)}M${x(0.5)} 1V${height - 1}"/>` +
    `<path class="reach" d="M${x(low)} ${middle}H${x(high)}"/>` +
    `<circle cx="${x(value)}" cy="${middle}" r="3"/></svg>`
  );
}
