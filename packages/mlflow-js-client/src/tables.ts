import { randomUUID } from "node:crypto";
import { checkArtifactPath } from "./artifactPath.js";
import type { ArtifactFile } from "./content.js";

/** A Uint8Array is a PNG, shown as a picture in the table. NaN and the infinities become null, as pandas writes them. */
export type TableCell = string | number | boolean | null | Uint8Array;

/** Columns by name; a row without one has null there. */
export type TableRow = Readonly<Record<string, TableCell>>;

/** As a table lies on the server: pandas' JSON of orient="split". */
export interface StoredTable {
  columns: string[];
  data: unknown[][];
}

/** @throws RangeError unless it is an artifact path that ends in .json */
export function checkTablePath(path: string): void {
  checkArtifactPath(path);
  if (!path.endsWith(".json")) {
    throw new RangeError(`Expected a table's path to end in .json. Received: ${JSON.stringify(path)}`);
  }
}

/**
 * Rows below those that are there. A column that is new comes last, and is null in earlier rows.
 * @returns the whole table, and the pictures in the new rows as MLflow keeps them: table_images/<table>/<uuid>.png
 */
export function appendRows(
  path: string,
  earlier: StoredTable,
  rows: readonly TableRow[],
): { table: StoredTable; images: ArtifactFile[] } {
  const columns = [...new Set([...earlier.columns, ...rows.flatMap((row) => Object.keys(row))])];
  const images: ArtifactFile[] = [];
  const cell = (value: TableCell | undefined): unknown => {
    if (!(value instanceof Uint8Array)) return value ?? null; // JSON itself writes NaN as null
    const name = `table_images/${path.replace(/\.json$/, "")}/${randomUUID()}`;
    // The UI's grid shows the small one; browsers tell images by their content, so the PNG serves.
    images.push({ path: `${name}.png`, content: value }, { path: `${name}.webp`, content: value });
    return { type: "image", filepath: `${name}.png`, compressed_filepath: `${name}.webp` };
  };
  const before = earlier.data.map((row) => columns.map((_, column) => row[column] ?? null));
  const added = rows.map((row) => columns.map((column) => cell(row[column])));
  return { table: { columns, data: [...before, ...added] }, images };
}

/** @throws TypeError when the text is no such table */
export function parseTable(path: string, text: string): StoredTable {
  const table = JSON.parse(text) as Partial<StoredTable>;
  if (!Array.isArray(table.columns) || !Array.isArray(table.data)) {
    throw new TypeError(`Expected a table of columns and data in ${path}. Received: ${text.slice(0, 60)}`);
  }
  return { columns: table.columns, data: table.data };
}
