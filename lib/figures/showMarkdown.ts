import { display } from "./display.js";

/** Shows text with Markdown in it: a sentence whose numbers come from the cell above. */
export function showMarkdown(markdown: string): void {
  display({ "text/markdown": markdown, "text/plain": markdown });
}
