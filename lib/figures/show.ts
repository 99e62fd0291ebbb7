import { readSettings } from "../settings.js";
import { display, notebookDisplay } from "./display.js";
import type { Figure } from "./figure.js";
import { figureText } from "./figureText.js";
import { plotlyJsFile } from "./plotlyJsFile.js";
import { createPngRenderer, type PngRenderer } from "./renderPng.js";

let renderer: PngRenderer | undefined; // one browser a notebook

/**
 * Shows a figure: in a notebook as one display, live (Plotly) with a PNG for readers without it; in a plain script as a
 * line of text.
 * @throws UserError when the PNG cannot be drawn
 */
export async function show(figure: Figure | Promise<Figure>): Promise<void> {
  const { data, layout, config } = await figure;
  const text = { "text/plain": figureText({ data, layout }) };
  if (!notebookDisplay()) {
    display(text);
    return;
  }
  const { root, venvDir } = readSettings();
  renderer ??= createPngRenderer({ venvDir, plotlyJsFile: plotlyJsFile(root) });
  display({
    "application/vnd.plotly.v1+json": { data, layout, config: { displaylogo: false, ...config } },
    "image/png": await renderer.render({ data, layout }),
    ...text,
  });
}
