import { expect, test } from "vitest";
import { modelCard } from "../../lib/card/modelCard.js";
import { toHtml } from "../../lib/card/toHtml.js";
import { toMarkdown } from "../../lib/card/toMarkdown.js";
import { exampleFacts } from "./exampleFacts.js";
import { nasty, nastyFacts } from "./nastyFacts.js";

const card = modelCard(nastyFacts());
const html = toHtml(card, new Map());

test("text from data stays text in HTML: no element, attribute or link comes of it", () => {
  expect(elementsOf(html)).toEqual(elementsOf(toHtml(modelCard(exampleFacts()), new Map())));
  expect(html).not.toMatch(/<script|<img src=x|href="javascript/i);
  expect(html.match(/&lt;script&gt;alert\(1\)&lt;\/script&gt;/g)!.length).toBeGreaterThan(20);
});

test("a page loads nothing and runs nothing", () => {
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
  const addresses = Array.from(html.matchAll(/(?:src|href)="([^"]*)"/g), ([, address]) => address!);
  for (const address of addresses) expect(address).toMatch(/^(#|data:image\/|https:\/\/doi\.org\/)/);
});

test("rows of a table in Markdown keep their columns, whatever their cells hold", () => {
  const tables = toMarkdown(card)
    .replace(/^(`{3,})\n[^]*?\n\1$/gm, "")
    .match(/(?:^\|.*\|$\n?)+/gm)!;
  expect(tables.length).toBeGreaterThan(10);
  for (const table of tables) {
    const columns = table
      .trim()
      .split("\n")
      .map((row) => row.replaceAll("\\|", "").split("|").length);
    expect(new Set(columns).size).toBe(1);
  }
});

test("a command with backticks stays inside its fence", () => {
  expect(toMarkdown(card)).toContain(`\n\`\`\`\`\n${nasty}\n\`\`\`\``);
});

function elementsOf(page: string): string[] {
  return [...new Set(Array.from(page.matchAll(/<([a-z][a-z0-9]*)/gi), ([, name]) => name!.toLowerCase()))].sort();
}
