import { readFileSync } from "node:fs";
import { readSettings } from "../settings.js";
import { escapeHtml } from "./escapeHtml.js";
import type { Figure } from "./figure.js";
import { figureText } from "./figureText.js";
import { plotlyJsFile } from "./plotlyJsFile.js";

export interface FigureHtmlOptions {
  /** "inline": a whole page that works offline, 10 MB of it plotly.js; "none": a fragment for a page that has plotly.js. */
  plotlyJs: "inline" | "none";
  /** Of the element, unique on its page. */
  id?: string;
}

/** An interactive figure as HTML, for reports and run artifacts. */
export function figureHtml(figure: Figure, { plotlyJs, id = "figure" }: FigureHtmlOptions): string {
  const args = [figure.data, figure.layout, { displaylogo: false, ...figure.config }].map(scriptJson).join(", ");
  const fragment = `<div id="${escapeHtml(id)}"></div>\n<script>Plotly.newPlot(${scriptJson(id)}, ${args});</script>`;
  if (plotlyJs === "none") return fragment;
  return [
    "<!doctype html>",
    '<html lang="en">',
    `<head><meta charset="utf-8"><title>${escapeHtml(figureText(figure))}</title>`,
    `<script>${readFileSync(plotlyJsFile(readSettings().root), "utf8")}</script></head>`,
    `<body>\n${fragment}\n</body>`,
    "</html>\n",
  ].join("\n");
}

/** JSON that cannot end the script element it stands in. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
