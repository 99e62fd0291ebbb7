import { withInterval } from "../figures/numbers.js";
import {
  inlinesOf,
  type Block,
  type CardDocument,
  type Cell,
  type Inline,
  type Section,
  type Table,
  type Text,
} from "./document.js";

/** A card as GitHub-flavoured Markdown. It refers to no other file; figures are given as their numbers. */
export function toMarkdown({ title, warnings, summary, headline, sections }: CardDocument): string {
  const parts = [
    `# ${escaped(title)}`,
    ...warnings.map((text) => quoted(text)),
    textOf(summary),
    headline.map(({ name, estimate }) => `- **${escaped(name)}**: ${withInterval(estimate)}`).join("\n"),
    ...sections.map(sectionOf),
  ];
  return `${parts.join("\n\n")}\n`;
}

function sectionOf({ title, blocks }: Section): string {
  return [`## ${escaped(title)}`, ...blocks.map(blockOf)].filter((part) => part !== "").join("\n\n");
}

function blockOf(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `### ${escaped(block.text)}`;
    case "paragraph":
      return textOf(block.text);
    case "warning":
      return quoted(block.text);
    case "list":
      return block.items.map((item) => `- ${textOf(item)}`).join("\n");
    case "code":
      return fenced(block.text);
    case "table":
      return tableOf(block);
    case "figure":
      return `${escaped(block.alt)}\n\n${tableOf(block.numbers)}`;
    case "picture":
      return ""; // bytes have no place in a text to be read; the HTML shows it
  }
}

function tableOf({ columns, rows, caption }: Table): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = columns.map(({ align }) => (align === "right" ? "--:" : ":--"));
  const lines = [columns.map(({ header }) => escaped(header)), rule, ...rows.map((cells) => cells.map(cellOf))].map(
    row,
  );
  return `${caption === undefined ? "" : `${textOf(caption)}\n\n`}${lines.join("\n")}`;
}

function cellOf(cell: Cell): string {
  if (typeof cell !== "object") return escaped(cell);
  if ("estimate" in cell) return withInterval(cell.estimate);
  return "detail" in cell ? `${textOf(cell.text)} (${escaped(cell.detail)})` : textOf(cell);
}

function quoted(text: Text): string {
  return `> **Warning.** ${textOf(text)}`;
}

function textOf(text: Text): string {
  return inlinesOf(text).map(inlineOf).join("");
}

function inlineOf(inline: Inline): string {
  if (typeof inline === "string") return escaped(inline);
  if ("code" in inline) return codeOf(inline.code);
  if ("strong" in inline) return `**${escaped(inline.strong)}**`;
  return `[${escaped(inline.link)}](<${encodeURI(inline.href)}>)`;
}

/** What Markdown or the HTML in it would take for more than text; line ends would end a table's row. */
function escaped(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>|~#&]/g, String.raw`\$&`);
}

/** Fenced by more backticks than it holds; a bar would end a table's cell even in here. */
function codeOf(text: string): string {
  const fence = "`".repeat(longestTicks(text) + 1);
  const pad = fence.length > 1 || text.startsWith("`") ? " " : "";
  return `${fence}${pad}${oneLine(text).replaceAll("|", String.raw`\|`)}${pad}${fence}`;
}

function fenced(text: string): string {
  const fence = "`".repeat(Math.max(3, longestTicks(text) + 1));
  return `${fence}\n${text}\n${fence}`;
}

function longestTicks(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ");
}
