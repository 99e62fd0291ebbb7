import { display } from "./display.js";
import { escapeHtml } from "./escapeHtml.js";

export type Cell = string | number | boolean | null | undefined;

/** A danfo.js DataFrame, as far as a table needs it. */
export interface FrameLike {
  columns: string[];
  values: unknown[];
  index: (string | number)[];
}

export interface ShowTableOptions {
  caption?: string;
  /** Further rows are counted, not shown. */
  maxRows?: number;
}

/** Shows rows (or a danfo.js DataFrame, with its index where that is not just 0, 1, 2 …) as an HTML table, and as text. */
export function showTable(
  table: readonly Record<string, Cell>[] | FrameLike,
  { caption, maxRows = 50 }: ShowTableOptions = {},
): void {
  const { columns, rows } = "columns" in table ? fromFrame(table) : fromRows(table);
  const cells = rows.slice(0, maxRows).map((row) => row.map(cellText));
  const more = rows.length > maxRows ? `${rows.length - maxRows} more rows` : undefined;
  const isNumber = columns.map((_, c) => rows.every((row) => typeof row[c] === "number"));
  display({
    "text/html": html(columns, cells, isNumber, caption, more),
    "text/plain": text(columns, cells, isNumber, caption, more),
  });
}

interface Table {
  columns: string[];
  rows: Cell[][];
}

function fromRows(rows: readonly Record<string, Cell>[]): Table {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return { columns, rows: rows.map((row) => columns.map((column) => row[column])) };
}

function fromFrame({ columns, values, index }: FrameLike): Table {
  const rows = values.map((row) => (Array.isArray(row) ? row : [row]) as Cell[]);
  const isPlain = index.every((name, i) => Number(name) === i);
  if (isPlain) return { columns, rows };
  return { columns: ["", ...columns], rows: rows.map((row, i) => [index[i], ...row]) };
}

/** Whole numbers as they are, others to four significant digits; nothing for what is missing. */
function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell !== "number") return String(cell);
  return Number.isInteger(cell) || !Number.isFinite(cell) ? String(cell) : String(Number(cell.toPrecision(4)));
}

function html(columns: string[], rows: string[][], isNumber: boolean[], caption?: string, more?: string): string {
  const tag = (name: string, content: string, c: number): string =>
    `<${name} style="text-align:${isNumber[c] ? "right" : "left"}">${escapeHtml(content)}</${name}>`;
  const head = columns.map((column, c) => tag("th", column, c)).join("");
  const body = rows.map((row) => `<tr>${row.map((cell, c) => tag("td", cell, c)).join("")}</tr>`).join("\n");
  return [
    "<table>",
    ...(caption === undefined ? [] : [`<caption>${escapeHtml(caption)}</caption>`]),
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>\n${body}\n</tbody>`,
    "</table>",
    ...(more === undefined ? [] : [`<p>… ${more}</p>`]),
  ].join("\n");
}

function text(columns: string[], rows: string[][], isNumber: boolean[], caption?: string, more?: string): string {
  const widths = columns.map((column, c) => Math.max(column.length, ...rows.map((row) => row[c]!.length)));
  const line = (cells: string[]): string =>
    cells
      .map((cell, c) => (isNumber[c] ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!)))
      .join("  ")
      .trimEnd();
  const lines = [line(columns), ...rows.map(line)];
  return [...(caption === undefined ? [] : [caption]), ...lines, ...(more === undefined ? [] : [`… ${more}`])].join(
    "\n",
  );
}
