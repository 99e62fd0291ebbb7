import type { Estimate } from "../metrics/index.js";
import type { Cell } from "./document.js";

/** What the ends of a table's bars stand for. */
export interface BarScale {
  from: number;
  to: number;
}

/** From a half, or below the lowest interval, to one: an AUC of a coin's toss stands at the left end or is marked. */
export function barScale(cells: readonly Cell[]): BarScale {
  const lows = cells.flatMap((cell) =>
    typeof cell === "object" && "estimate" in cell && cell.bar ? [cell.estimate.low, cell.estimate.value] : [],
  );
  const lowest = Math.min(0.5, ...lows.filter(Number.isFinite));
  return { from: Math.max(0, Math.floor(lowest * 20) / 20), to: 1 };
}

const [width, height] = [120, 10];

/** Interval as a line, value as a dot, a coin's toss as a tick; for the eye only, since the numbers stand above it. */
export function intervalBar({ value, low, high }: Estimate, { from, to }: BarScale): string {
  if (![value, low, high].every(Number.isFinite)) return "";
  const x = (at: number): string => (4 + ((at - from) / (to - from)) * (width - 8)).toFixed(1);
  const middle = height / 2;
  return (
    `<svg class="bar" viewBox="0 0 ${width} ${height}" aria-hidden="true">` +
    `<path class="axis" d="M4 ${middle}H${width - 4}M${x(0.5)} 1V${height - 1}"/>` +
    `<path class="reach" d="M${x(low)} ${middle}H${x(high)}"/>` +
    `<circle cx="${x(value)}" cy="${middle}" r="3"/></svg>`
  );
}
