import type { ComparedNumber } from "./committedNumbers.js";
import type { FactDifference } from "./facts.js";

export type NotebookStatus = "ok" | "error" | "drift";

export interface NotebookRow {
  name: string;
  status: NotebookStatus;
  seconds: number;
  numbers: Record<string, ComparedNumber>;
  /** From what the committed numbers were made with; undefined where that is not committed. */
  differences?: FactDifference[];
  /** Where and why it failed. */
  error?: string;
}

/** The closing table: notebook, time, key numbers, committed value, verdict. */
export function reproduceTable(rows: readonly NotebookRow[]): string {
  const header = ["notebook", "time", "key number", "now", "committed", ""];
  const lines = rows.flatMap(({ name, seconds, status, numbers, differences = [] }) => {
    const entries = Object.entries(numbers);
    const first = [name, `${seconds.toFixed(0)} s`];
    if (entries.length === 0) return [[...first, "", "", "", status.toUpperCase()]];
    return entries.map(([key, { value, committed, isDrift }], i) => [
      ...(i === 0 ? first : ["", ""]),
      key,
      format(value),
      format(committed),
      verdict(status, { value, committed, isDrift }) + (isDrift ? reasons(differences) : ""),
    ]);
  });
  const table = [header, ...lines];
  const widths = header.map((_, column) => Math.max(...table.map((line) => line[column]!.length)));
  return table
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function verdict(status: NotebookStatus, { value, committed, isDrift }: ComparedNumber): string {
  if (status === "error" && value === null) return "ERROR";
  if (isDrift) return "DRIFT";
  return committed === null ? "NEW" : "OK";
}

/** The likely ones of a drift, the first three by name. */
function reasons(differences: readonly FactDifference[]): string {
  if (differences.length === 0) return "";
  const more = differences.length > 3 ? ", …" : "";
  return `, perhaps by ${differences
    .slice(0, 3)
    .map(({ what }) => what)
    .join(", ")}${more}`;
}

function format(value: number | null): string {
  if (value === null) return "-";
  return Number.isInteger(value) ? String(value) : value.toPrecision(4);
}
