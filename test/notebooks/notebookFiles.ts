import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { runNotebook, type NotebookResult, type NotebookRun } from "../../scripts/notebooks/runNotebook.js";

export interface Output {
  output_type: string;
  name?: string;
  text?: string | string[];
  ename?: string;
  evalue?: string;
  traceback?: string[];
  data?: Record<string, unknown>;
}

export interface Cell {
  source: string | string[];
  execution_count: number | null;
  outputs: Output[];
  metadata: { tags?: string[] };
}

/** Removed when the test is over. */
export function temporaryFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, "fracture-lab-test-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A notebook of code cells; `[tag, code]` gives one a tag. */
export function notebookJson(cells: readonly (string | [string, string])[]): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: "fracture-lab", display_name: "TypeScript (Fracture Lab)", language: "typescript" },
    },
    cells: cells.map((cell, i) => ({
      cell_type: "code",
      id: `cell-${i}`,
      metadata: typeof cell === "string" ? {} : { tags: [cell[0]] },
      execution_count: null,
      outputs: [],
      source: typeof cell === "string" ? cell : cell[1],
    })),
  });
}

export function readCells(notebook: string): Cell[] {
  return (JSON.parse(readFileSync(notebook, "utf8")) as { cells: Cell[] }).cells;
}

/** All that a cell printed to stdout or stderr. */
export function printed(cell: Cell | undefined, stream = "stdout"): string {
  const texts = (cell?.outputs ?? [])
    .filter(({ name }) => name === stream)
    .map(({ text = "" }) => [text].flat().join(""));
  return texts.join("");
}

/** Runs cells in a kernel of their own. */
export async function runCells(
  cells: readonly (string | [string, string])[],
  options: Omit<NotebookRun, "notebook" | "output"> = {},
): Promise<{ result: NotebookResult; cells: Cell[]; output: string }> {
  const folder = temporaryFolder();
  const notebook = join(folder, "notebook.ipynb");
  const output = join(folder, "executed.ipynb");
  writeFileSync(notebook, notebookJson(cells));
  const result = await runNotebook({ notebook, output, timeoutSeconds: 120, ...options });
  return { result, cells: readCells(output), output };
}
