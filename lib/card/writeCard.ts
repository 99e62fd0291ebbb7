import { join } from "node:path";
import { writeAtomically } from "../data/writeAtomically.js";
import type { Figure } from "../figures/figure.js";
import type { CardDocument } from "./document.js";
import { toHtml } from "./toHtml.js";
import { toMarkdown } from "./toMarkdown.js";

export interface CardFiles {
  /** Their paths. */
  markdown: string;
  html: string;
}

/** Names of the files, in a folder and below `card/` among a run's artifacts. */
export const cardFileNames: CardFiles = { markdown: "card.md", html: "card.html" };

/**
 * Writes card.md and card.html, each whole or not at all.
 * @param drawSvg undefined where no figure can be drawn: its numbers then stand in its place
 * @throws UserError when the folder cannot be written
 */
export async function writeCard(
  card: CardDocument,
  folder: string,
  drawSvg: (figure: Figure) => Promise<string | undefined>,
): Promise<CardFiles> {
  const drawings = new Map<string, string>();
  for (const block of card.sections.flatMap(({ blocks }) => blocks)) {
    const svg = block.kind === "figure" ? await drawSvg(block.figure) : undefined;
    if (block.kind === "figure" && svg !== undefined) drawings.set(block.name, svg);
  }
  const files = { markdown: join(folder, cardFileNames.markdown), html: join(folder, cardFileNames.html) };
  await writeAtomically(files.markdown, [toMarkdown(card)]);
  await writeAtomically(files.html, [toHtml(card, drawings)]);
  return files;
}
