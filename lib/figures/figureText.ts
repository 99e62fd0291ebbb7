import type { Figure } from "./figure.js";

/** A figure in words: its title and the line of numbers under it. */
export function figureText({ layout }: Figure): string {
  const title = layout.title?.text ?? "Figure";
  const subtitle = layout.title?.subtitle;
  const line = typeof subtitle === "string" ? subtitle : subtitle?.text;
  return line === undefined ? `[figure] ${title}` : `[figure] ${title}: ${line}`;
}
