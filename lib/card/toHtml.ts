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
import { barScale, intervalBar, type BarScale } from "./intervalBar.js";
import { style } from "./style.js";

/** SVG by the name of a figure; a figure without one is shown as its numbers. */
export type Drawings = ReadonlyMap<string, string>;

/** A card as one HTML file: no script, nothing loaded from anywhere, whatever the data hold. */
export function toHtml({ title, warnings, summary, headline, sections }: CardDocument, drawings: Drawings): string {
  const blocks = (section: Section): string => section.blocks.map((block) => blockOf(block, drawings)).join("\n");
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
${sections
  .map(
    (section) =>
      `<section id="${anchor(section)}">\n<h2>${escapeHtml(section.title)}</h2>\n${blocks(section)}\n</section>`,
  )
  .join("\n")}
</main>
</body>
</html>
`;
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
  const scale = barScale(rows.flat());
  const hasBars = rows.some((cells) => cells.some((cell) => typeof cell === "object" && "bar" in cell && cell.bar));
  const isHeaded = columns.some(({ header }) => header !== "");
  const head = columns
    .map(({ header, align }) => `<th scope="col"${classOf(align)}>${escapeHtml(header)}</th>`)
    .join("");
  const body = rows.map(([first = "", ...cells]) => {
    const rest = cells.map((cell, k) => `<td${classOf(columns[k + 1]?.align)}>${cellOf(cell, scale)}</td>`).join("");
    return `<tr><th scope="row">${cellOf(first, scale)}</th>${rest}</tr>`;
  });
  return [
    `<div class="table"><table${isHeaded ? "" : ' class="facts"'}>`,
    ...(caption === undefined ? [] : [`<caption>${textOf(caption)}</caption>`]),
    ...(isHeaded ? [`<thead><tr>${head}</tr></thead>`] : []),
    `<tbody>\n${body.join("\n")}\n</tbody></table></div>`,
    ...(hasBars
      ? [`<p class="small">Bars: value and interval, from ${scale.from} to ${scale.to}; the tick is a coin's toss.</p>`]
      : []),
  ].join("\n");
}

function classOf(align: "left" | "right" | undefined): string {
  return align === "right" ? ' class="number"' : "";
}

function cellOf(cell: Cell, scale: BarScale): string {
  if (typeof cell !== "object") return escapeHtml(cell);
  if ("estimate" in cell) return estimateOf(cell) + (cell.bar ? intervalBar(cell.estimate, scale) : "");
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
