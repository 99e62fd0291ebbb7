import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { readSettings } from "../../lib/settings.js";
import { UserError } from "../../lib/userError.js";

/**
 * Writes an executed notebook as one HTML file: figures live, Plotly inside once, nothing fetched from anywhere.
 * @param notebook .ipynb with its outputs
 * @param html written whole or not at all
 * @throws UserError when the notebook cannot be read or the page cannot be written
 */
export async function writeReport(notebook: string, html: string): Promise<void> {
  const { root, venvDir } = readSettings();
  const plotly = createRequire(import.meta.url).resolve("plotly.js-dist");
  const script = join(root, "scripts", "notebooks", "report.py");
  try {
    await promisify(execFile)(join(venvDir, "bin", "python"), [script, notebook, html, plotly]);
  } catch (error) {
    const lines = (error as { stderr?: string }).stderr?.trim().split("\n") ?? [String(error)];
    throw new UserError(`The report of ${notebook} could not be written: ${lines.at(-1)}`);
  }
}
