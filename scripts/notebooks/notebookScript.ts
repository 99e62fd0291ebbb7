import { z } from "zod";

const cellSchema = z.object({ cell_type: z.string(), source: z.union([z.string(), z.array(z.string())]) });
const notebookSchema = z.object({ cells: z.array(cellSchema) });

/** A notebook's code as one module, with the way back from its lines to cells. */
export interface NotebookScript {
  text: string;
  /** @param line of `text`, from 0. @returns both from 1; cells count code cells, as their execution numbers do */
  placeOf: (line: number) => { cell: number; line: number };
}

/** @param json the content of an .ipynb file */
export function notebookScript(json: string): NotebookScript {
  const { cells } = notebookSchema.parse(JSON.parse(json));
  const lines: string[] = ["export {};"]; // a module, so that it may await at top level
  const starts: number[] = [];
  for (const { cell_type, source } of cells) {
    const code = typeof source === "string" ? source : source.join("");
    if (cell_type !== "code" || code.trim() === "") continue;
    starts.push(lines.length);
    lines.push(...code.split("\n"), ";"); // a cell ends, with or without its semicolon
  }
  const placeOf = (line: number) => {
    const cell = starts.filter((start) => start <= line).length;
    return { cell, line: line - (starts[cell - 1] ?? 0) + 1 };
  };
  return { text: lines.join("\n"), placeOf };
}
