import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Figure } from "../figures/figure.js";

/**
 * One HTML page with every figure, live. MLflow shows an HTML artifact in a sandboxed frame where nothing beside it can be
 * loaded, so plotly.js is inside; gzipped, which every browser of today unpacks itself, it takes 2.6 MB instead of 10,
 * and one page a run instead of one a figure takes it once.
 */
export class FigurePage {
  readonly #root: string;
  readonly #figures = new Map<string, Figure>();
  #plotly: Promise<string> | undefined;

  /** @param root the checkout, where node_modules/plotly.js-dist is */
  constructor(root: string) {
    this.#root = root;
  }

  get isEmpty(): boolean {
    return this.#figures.size === 0;
  }

  /** A figure of the same name is replaced. Plotly.js is packed from the first one on, beside all else. */
  add(name: string, figure: Figure): void {
    this.#figures.set(name, figure);
    this.#plotly ??= packPlotly(this.#root);
    this.#plotly.catch(() => undefined); // told by `html`
  }

  /** @throws Error when plotly.js can't be read */
  async html(title: string): Promise<string> {
    const list = [...this.#figures].map(([name, figure]) => ({ name, ...figure }));
    return page(title, list, await (this.#plotly ?? packPlotly(this.#root)));
  }
}

async function packPlotly(root: string): Promise<string> {
  const plotly = await readFile(join(root, "node_modules", "plotly.js-dist", "plotly.js"));
  return (await promisify(gzip)(plotly)).toString("base64");
}

function page(title: string, list: readonly object[], packed: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<style>body{font-family:system-ui,sans-serif;margin:1rem}section{margin-bottom:2rem}h2{font-size:1rem}</style>
<h1>${escapeHtml(title)}</h1>
<main><p id="wait">Unpacking the figures…</p></main>
<script type="application/json" id="figures">${inScript(JSON.stringify(list))}</script>
<script type="text/plain" id="plotly">${packed}</script>
<script>
(async () => {
  const text = (id) => document.getElementById(id).textContent;
  const bytes = Uint8Array.from(atob(text("plotly")), (character) => character.charCodeAt(0));
  const code = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  const script = document.createElement("script");
  script.textContent = code;
  document.head.append(script);
  document.getElementById("wait").remove();
  for (const figure of JSON.parse(text("figures"))) {
    const section = document.createElement("section");
    const heading = document.createElement("h2");
    const plot = document.createElement("div");
    heading.textContent = figure.name;
    section.append(heading, plot);
    document.querySelector("main").append(section);
    await Plotly.newPlot(plot, figure.data, figure.layout, { responsive: true, ...figure.config });
  }
})().catch((error) => { document.querySelector("main").textContent = "The figures can't be shown: " + error; });
</script>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** JSON inside a script element must not close it. */
function inScript(json: string): string {
  return json.replaceAll("<", String.raw`\u003c`);
}
