/** One thing to show in several forms, MIME type -> content; bytes become base64, objects JSON. */
export type DisplayBundle = Record<string, unknown>;

/** What the notebook kernel's launcher puts on the global object (notebooks/kernel). */
interface NotebookDisplay {
  /** @returns the display's id, for `update` */
  show(bundle: DisplayBundle, id?: string): string;
  update(bundle: DisplayBundle, id: string): void;
}

/** The notebook's display, or undefined in a plain script. */
export function notebookDisplay(): NotebookDisplay | undefined {
  return (globalThis as { fractureLabDisplay?: NotebookDisplay }).fractureLabDisplay;
}

/** Shows a bundle in a notebook; a plain script prints its text. @param bundle with a "text/plain" */
export function display(bundle: DisplayBundle & { "text/plain": string }): void {
  const notebook = notebookDisplay();
  if (notebook) notebook.show(bundle);
  else console.log(bundle["text/plain"]);
}
