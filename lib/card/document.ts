import type { Figure } from "../figures/figure.js";
import type { Estimate } from "../metrics/index.js";

/** Plain text, or one of a few marks. Whatever it holds stays text: the renderers escape it. */
export type Inline = string | { code: string } | { strong: string } | { link: string; href: string };
export type Text = Inline | readonly Inline[];

/**
 * A cell with an estimate shows value and interval; `bar` draws a share or an AUC as well. `detail` stands below the
 * text, in small.
 */
export type Cell = Text | { estimate: Estimate; bar?: boolean } | { text: Text; detail: string };

export interface Column {
  header: string;
  align?: "left" | "right";
}

export interface Table {
  kind: "table";
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
  caption?: Text;
}

export type Block =
  | { kind: "heading"; text: string }
  | { kind: "paragraph"; text: Text }
  | { kind: "warning"; text: Text }
  | { kind: "list"; items: readonly Text[] }
  /** `folded`: a line that it stands behind until opened. */
  | { kind: "code"; text: string; folded?: string }
  | Table
  /** `numbers` says the same where no picture can be. */
  | { kind: "figure"; name: string; figure: Figure; alt: string; numbers: Table }
  /** A picture that the run logged, PNG. */
  | { kind: "picture"; png: Uint8Array; alt: string };

export interface Section {
  title: string;
  blocks: readonly Block[];
}

/** A model card before it is written in one form or another. */
export interface CardDocument {
  title: string;
  /** Above all else, such as that the split leaks. */
  warnings: readonly Text[];
  summary: Text;
  headline: readonly { name: string; estimate: Estimate }[];
  sections: readonly Section[];
}

export function heading(text: string): Block {
  return { kind: "heading", text };
}

export function paragraph(...text: readonly Inline[]): Block {
  return { kind: "paragraph", text };
}

export function warning(...text: readonly Inline[]): Block {
  return { kind: "warning", text };
}

export function list(items: readonly Text[]): Block {
  return { kind: "list", items };
}

/** Names on the left, what they are on the right. */
export function factTable(rows: readonly (readonly [name: string, value: Cell])[]): Table {
  return { kind: "table", columns: [{ header: "" }, { header: "" }], rows };
}

export function inlinesOf(text: Text): readonly Inline[] {
  return Array.isArray(text) ? (text as readonly Inline[]) : [text as Inline];
}
