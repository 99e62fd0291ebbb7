import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Figure } from "../figures/figure.js";

/**
 * One HTML page with every figure, live. MLflow shows an HTML artifact in a sandboxed frame where nothing beside it can be
 * loaded, so plotly.js is inside; gzipped, which every browser of today unpacks itself, it takes 2.6 MB instead of 10,
 * and one page a run instead of one a figure takes it once.
 * @param root the checkout, where node_modules/plotly.js-dist is
 */
export async function figurePage(title: string, figures: ReadonlyMap<string, Figure>, root: string): Promise<string> {
  const plotly = await readFile(join(root, "node_modules", "plotly.js-dist", "plotly.js"));
  const packed = (await promisify(gzip)(plotly)).toString("base64");
  const list = [...figures].map(([name, figure]) => ({ name, ...figure }));
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
