import { display } from "./display.js";
import { escapeHtml } from "./escapeHtml.js";

/** MIME type by which `npm run reproduce` finds a notebook's key numbers among its outputs. */
export const numbersMimeType = "application/vnd.fracture-lab.numbers+json";

/**
 * Publishes a notebook's key numbers, which later runs are held against, and shows them as a table.
 * An undefined number (NaN) is published as null.
 * @throws RangeError on an infinite number
 */
export function showNumbers(numbers: Readonly<Record<string, number>>): void {
  const entries = Object.entries(numbers);
  const infinite = entries.find(([, value]) => Math.abs(value) === Infinity);
  if (infinite) throw new RangeError(`Expected finite numbers. Received: ${infinite[0]}=${infinite[1]}`);
  const shown = entries.map(([key, value]) => [key, numberText(value)] as const);
  const longest = Math.max(0, ...shown.map(([key]) => key.length));
  const rows = shown.map(
    ([key, value]) =>
      `<tr><td style="text-align:left">${escapeHtml(key)}</td><td style="text-align:right">${value}</td></tr>`,
  );
  display({
    [numbersMimeType]: Object.fromEntries(entries.map(([key, value]) => [key, Number.isNaN(value) ? null : value])),
    "text/html": `<table>\n<thead><tr><th style="text-align:left">key number</th><th>value</th></tr></thead>\n<tbody>\n${rows.join("\n")}\n</tbody>\n</table>`,
    "text/plain": shown.map(([key, value]) => `${key.padEnd(longest)}  ${value}`).join("\n"),
  });
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return "undefined";
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}
