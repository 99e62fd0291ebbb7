import { join } from "node:path";

/** The plotly.js that every figure is drawn with, in pages and in PNG files. @param root the checkout */
export function plotlyJsFile(root: string): string {
  return join(root, "node_modules", "plotly.js-dist", "plotly.js");
}
