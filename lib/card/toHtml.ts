import { escapeHtml } from "../figures/escapeHtml.js";
import { withInterval, decimal } from "../figures/numbers.js";
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
import { barKey, intervalBar } from "./intervalBar.js";
import { style } from "./style.js";

/** SVG by the name of a figure; a figure without one is shown as its numbers. */
export type Drawings = ReadonlyMap<string, string>;

/** A card as one HTML file: no script, nothing loaded from anywhere, whatever the data hold. */
export function toHtml({ title, warnings, summary, headline, sections }: CardDocument, drawings: Drawings): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
${warnings.map(warningOf).join("\n")}
<p class="summary">${textOf(summary)}</p>
<dl class="headline">
${headline.map(({ name, estimate }) => `<div><dt>${escapeHtml(name)}</dt><dd>${estimateOf({ estimate })}</dd></div>`).join("\n")}
</dl>
<nav aria-label="Sections"><ul>
${sections.map((section) => `<li><a href="#${anchor(section)}">${escapeHtml(section.title)}</a></li>`).join("\n")}
</ul></nav>
</header>
<main>
${sections.map((section) => sectionOf(section, drawings)).join("\n")}
</main>
</body>
</html>
`;
}

function sectionOf(section: Section, drawings: Drawings): string {
  const { title, blocks } = section;
  const isBarred = blocks.some((block) => block.kind === "table" && block.rows.some(hasBar));
  return [
    `<section id="${anchor(section)}">`,
    `<h2>${escapeHtml(title)}</h2>`,
    ...(isBarred ? [`<p class="small">${barKey}</p>`] : []),
    ...blocks.map((block) => blockOf(block, drawings)),
    "</section>",
  ].join("\n");
}

function anchor({ title }: Section): string {
  return title.toLowerCase().replace(/[^a-z]+/g, "-");
}

function blockOf(block: Block, drawings: Drawings): string {
  switch (block.kind) {
    case "heading":
      return `<h3>${escapeHtml(block.text)}</h3>`;
    case "paragraph":
      return `<p>${textOf(block.text)}</p>`;
    case "warning":
      return warningOf(block.text);
    case "list":
      return `<ul>\n${block.items.map((item) => `<li>${textOf(item)}</li>`).join("\n")}\n</ul>`;
    case "code": {
      const code = `<pre><code>${escapeHtml(block.text)}</code></pre>`;
      return block.folded === undefined ? code : foldedUnder(block.folded, code);
    }
    case "table":
      return tableOf(block);
    case "figure": {
      const svg = drawings.get(block.name);
      if (svg === undefined) return tableOf(block.numbers);
      const image = imageOf("image/svg+xml", Buffer.from(svg), block.alt);
      return `<figure>${image}</figure>\n${foldedUnder("Its numbers", tableOf(block.numbers))}`;
    }
    case "picture":
      return `<figure class="picture">${imageOf("image/png", block.png, block.alt)}</figure>`;
  }
}

function foldedUnder(line: string, html: string): string {
  return `<details><summary>${escapeHtml(line)}</summary>${html}</details>`;
}

function imageOf(type: string, bytes: Uint8Array, alt: string): string {
  return `<img alt="${escapeHtml(alt)}" src="data:${type};base64,${Buffer.from(bytes).toString("base64")}">`;
}

function tableOf({ columns, rows, caption }: Table): string {
  const isHeaded = columns.some(({ header }) => header !== "");
  const isWide = columns.length > 3 && rows.some(hasBar);
  const head = columns
    .map(({ header, align }) => `<th scope="col"${classOf(align)}>${escapeHtml(header)}</th>`)
    .join("");
  const body = rows.map(([first = "", ...cells]) => {
    const rest = cells.map((cell, k) => `<td${classOf(columns[k + 1]?.align)}>${cellOf(cell)}</td>`).join("");
    return `<tr><th scope="row">${cellOf(first)}</th>${rest}</tr>`;
  });
  return [
    `<div class="table"><table${isHeaded ? "" : ' class="facts"'}${isWide ? ' class="wide"' : ""}>`,
    ...(caption === undefined ? [] : [`<caption>${textOf(caption)}</caption>`]),
    ...(isHeaded ? [`<thead><tr>${head}</tr></thead>`] : []),
    `<tbody>\n${body.join("\n")}\n</tbody></table></div>`,
  ].join("\n");
}

function hasBar(cells: readonly Cell[]): boolean {
  return cells.some((cell) => typeof cell === "object" && "bar" in cell && cell.bar === true);
}

function classOf(align: "left" | "right" | undefined): string {
  return align === "right" ? ' class="number"' : "";
}

function cellOf(cell: Cell): string {
  if (typeof cell !== "object") return escapeHtml(cell);
  if ("estimate" in cell) return estimateOf(cell) + (cell.bar ? intervalBar(cell.estimate) : "");
  return "detail" in cell ? `${textOf(cell.text)} ${small(cell.detail)}` : textOf(cell);
}

/** Value and interval, one under the other: side by side they are too wide for a telephone. */
function estimateOf({ estimate }: { estimate: { value: number; low: number; high: number } }): string {
  const { value, low, high } = estimate;
  if (Number.isNaN(value) || Number.isNaN(low)) return escapeHtml(withInterval(estimate));
  return `<b>${decimal(value)}</b> <span class="small nowrap">${decimal(low)} to ${decimal(high)}</span>`;
}

function small(text: string): string {
  return `<span class="small">${escapeHtml(text)}</span>`;
}

function warningOf(text: Text): string {
  return `<p class="warning" role="note"><b>Warning.</b> ${textOf(text)}</p>`;
}

function textOf(text: Text): string {
  return inlinesOf(text).map(inlineOf).join("");
}

function inlineOf(inline: Inline): string {
  if (typeof inline === "string") return escapeHtml(inline);
  if ("code" in inline) return `<code>${escapeHtml(inline.code)}</code>`;
  if ("strong" in inline) return `<strong>${escapeHtml(inline.strong)}</strong>`;
  return `<a href="${escapeHtml(encodeURI(inline.href))}">${escapeHtml(inline.link)}</a>`;
}
