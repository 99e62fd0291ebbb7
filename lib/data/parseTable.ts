import { parse } from "csv-parse/sync";
import { UserError } from "../userError.js";

/**
 * Rows of a CSV with these columns, none of them empty; others are ignored.
 * @param file its name, for errors
 * @throws UserError when it is no CSV, has no row, lacks a column, or has an empty field
 */
export function parseTable<C extends string>(text: string, file: string, names: readonly C[]): Record<C, string>[] {
  const wanted = `a table with the columns ${names.join(",")}`;
  let rows: Record<string, string | undefined>[];
  try {
    rows = parse(text, {
      columns: (header: string[]) => header.map((name) => name.trim()),
      bom: true,
      skip_empty_lines: true,
      relax_column_count_less: true,
    });
  } catch (error) {
    throw new UserError(`Expected ${wanted} in ${file}. Received: ${String(error)}.`);
  }
  if (rows.length === 0) throw new UserError(`Expected ${wanted} in ${file}. Received: no row.`);
  const lacking = names.filter((name) => !(name in rows[0]!));
  if (lacking.length > 0) {
    throw new UserError(`Expected ${wanted} in ${file}. Received: ${Object.keys(rows[0]!).join(",")}.`);
  }
  const empty = rows.findIndex((row) => names.some((name) => !row[name]));
  if (empty >= 0) throw new UserError(`Expected ${wanted} in ${file}. Received: an empty field in row ${empty + 1}.`);
  return rows as Record<C, string>[];
}
