import { expect, test } from "vitest";
import { intervalBar } from "../../lib/card/intervalBar.js";
import { modelCard } from "../../lib/card/modelCard.js";
import { toHtml } from "../../lib/card/toHtml.js";
import { exampleFacts } from "./exampleFacts.js";

const facts = exampleFacts();
const card = modelCard(facts);

test("a figure is drawn where it can be, its numbers behind it, and else they stand in its place", () => {
  const drawn = toHtml(card, new Map([["reliability", "<svg/>"]]));
  expect(drawn).toContain(`src="data:image/svg+xml;base64,${Buffer.from("<svg/>").toString("base64")}"`);
  expect(drawn).toContain("<summary>Its numbers</summary>");
  const plain = toHtml(card, new Map());
  expect(plain).not.toContain("<img");
  expect(plain).toContain("mean probability");
});

test("pictures that the run logged are inside the page", () => {
  const pictures = new Map([["roc", Uint8Array.of(1, 2, 3)]]);
  const html = toHtml(modelCard({ ...facts, pictures }), new Map());
  expect(html).toContain('<img alt="Figure of the run: roc" src="data:image/png;base64,AQID">');
});

test("every section can be reached from the top", () => {
  const html = toHtml(card, new Map());
  const links = Array.from(html.matchAll(/<li><a href="#([^"]*)">/g), ([, id]) => id!);
  expect(links).toHaveLength(card.sections.length);
  for (const id of links) expect(html.split(`<section id="${id}">`)).toHaveLength(2);
});

test("a bar runs from low to high with its dot at the value; an undefined one is not drawn", () => {
  const bar = intervalBar({ value: 0.75, low: 0.5, high: 1 });
  expect(bar).toContain('class="reach" d="M60.0 5H116.0"');
  expect(bar).toContain('cx="88.0"');
  expect(intervalBar({ value: 0.75, low: NaN, high: NaN })).toBe("");
});
