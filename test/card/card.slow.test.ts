import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MlflowClient } from "mlflow-js-client";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { modelCard } from "../../lib/card/modelCard.js";
import { toMarkdown } from "../../lib/card/toMarkdown.js";
import { writeCard } from "../../lib/card/writeCard.js";
import { createFigureRenderer } from "../../lib/experiment/figureRenderer.js";
import { readSettings } from "../../lib/settings.js";
import { mlflowForTests } from "../../packages/mlflow-js-client/test/mlflowForTests.js";
import { freePort, hasMlflow, python } from "../../packages/mlflow-js-client/test/mlflowServer.js";
import { runScript, type Ended } from "../scripts/runScript.js";
import { exampleFacts } from "./exampleFacts.js";
import { nastyFacts } from "./nastyFacts.js";

const chromiumPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "card-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

test.runIf(hasMlflow)("another Markdown parser finds nothing in data but text", async () => {
  const code = [
    "import json, sys, collections",
    "from markdown_it import MarkdownIt",
    "tokens = MarkdownIt('commonmark', {'html': True}).enable('table').parse(open(sys.argv[1]).read())",
    "every = [t for token in tokens for t in [token, *(token.children or [])]]",
    "links = sorted({t.attrs['href'] for t in every if t.type == 'link_open'})",
    "kinds = collections.Counter(t.type for t in every)",
    "print(json.dumps(dict(links=links, html=kinds['html_inline'] + kinds['html_block'], headings=kinds['heading_open'], tables=kinds['table_open'])))",
  ].join("\n");
  const read = async (name: string, markdown: string): Promise<unknown> => {
    await writeFile(join(folder, name), markdown);
    return python("", code, join(folder, name));
  };
  const links = ["https://doi.org/10.1136/bmj-2023-078378", "https://doi.org/10.1145/3287560.3287596"];
  const harmless = await read("harmless.md", toMarkdown(modelCard(exampleFacts())));
  expect(harmless).toMatchObject({ links, html: 0 });
  expect(await read("nasty.md", toMarkdown(modelCard(nastyFacts())))).toEqual(harmless);
});

test.skipIf(chromiumPath === undefined)(
  "the page opens offline, on a telephone too, with its figure and no script",
  async () => {
    const renderer = createFigureRenderer(readSettings(), (message) => {
      throw new Error(message);
    });
    const { html } = await writeCard(modelCard(exampleFacts()), folder, renderer.renderSvg);
    await renderer.close();
    const browser = await chromium.launch({
      executablePath: chromiumPath!,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
    try {
      const page = await browser.newPage({ viewport: { width: 400, height: 800 }, offline: true });
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("requestfailed", (request) => complaints.push(request.url()));
      await page.goto(pathToFileURL(html).href);
      expect(complaints).toEqual([]);
      const widths = await page.evaluate(
        "[document.documentElement.scrollWidth, document.querySelector('img').naturalWidth]",
      );
      expect(widths).toEqual([400, 460]);
      expect(await page.locator("script").count()).toBe(0);
    } finally {
      await browser.close();
    }
  },
);

describe.runIf(hasMlflow)("npm run card", () => {
  const mlflow = mlflowForTests("card");
  const runs: string[] = [];

  function command(script: string, args: string[], uri = mlflow.server.uri): Promise<Ended> {
    return runScript(script, args, { env: { FRACTURE_CACHE_DIR: join(folder, "cache"), MLFLOW_TRACKING_URI: uri } });
  }
  afterAll(async () => {
    for (const runId of runs) await rm(join("experiments", "runs", runId), { recursive: true, force: true });
  });

  test("a trained run gets its card, with shortcut findings, in its folder and in MLflow", async () => {
    const tiny = ["data.phantom.patients=40", "data.imageSize=32", "model.filters=[8,8]", "evaluation.resamples=100"];
    const trained = await command("experiment", ["cnn-baseline", ...tiny, "training.epochs=1", "--champion"]);
    const runId = /^run (\S+)/.exec(trained.stdout)![1]!;
    runs.push(runId);
    const json = join(folder, "card.json");
    const written = await command("card", ["models:/cnn-baseline@champion", "--json", json]);
    expect(written).toMatchObject({ code: 0, stderr: expect.not.stringContaining("Warning") as string });
    const said = JSON.parse(await readFile(json, "utf8")) as {
      runId: string;
      markdown: string;
      html: string;
      logged: boolean;
      shortcuts: { probes: { probes: object[] }; files: { properties: object[] } };
    };
    expect(said.shortcuts.probes.probes).toHaveLength(7);
    expect(said.shortcuts.files.properties.length).toBeGreaterThan(10);
    expect(said).toMatchObject({ runId, logged: true });
    const markdown = await readFile(said.markdown, "utf8");
    expect(markdown).toContain("| border alone (expected: chance");
    expect(markdown).toContain("| libtensorflow | ");
    const page = await readFile(said.html, "utf8");
    expect(page).toContain("data:image/svg+xml;base64,");
    expect(page).toContain('alt="Figure of the run: roc"');

    const client = new MlflowClient({ trackingUri: mlflow.server.uri, env: {} });
    const logged = await client.artifacts.download({ runId }, "card/card.md");
    expect(Buffer.from(logged).toString()).toBe(markdown);
    expect(Buffer.from(await client.artifacts.download({ runId }, "card/card.html")).toString()).toBe(page);
    expect(await client.runs.get(runId)).toMatchObject({ status: "FINISHED" });
  });

  test("images that are not here cost the card its shortcut findings, which it says; asked for, they are an error", async () => {
    const [runId] = runs;
    await rm(join("experiments", "runs", runId!, "shortcuts.json"));
    const elsewhere = ["--data", "folder", "--data-dir", join(folder, "nowhere")];
    const out = join(folder, "without");
    const written = await command("card", [runId!, "--out", out, ...elsewhere]);
    expect(written.code).toBe(0);
    expect(written.stderr).toMatch(/^Warning: Shortcuts were not measured: Expected a folder of radiographs\. /m);
    expect(await readFile(join(out, "card.md"), "utf8")).toContain(
      "Unknown. Shortcuts were not measured: Expected a folder of radiographs. ",
    );
    expect(await command("card", [runId!, "--out", out, "--probe", ...elsewhere])).toMatchObject({ code: 1 });
    expect((await command("card", [runId!, "--out", out, "--no-probe"])).stderr).toBe("");
    expect(await readFile(join(out, "card.md"), "utf8")).toContain("Unknown. They were not measured for this run.");
  });

  test("a server that is away costs the card nothing but its place there", async () => {
    const [runId] = runs;
    const out = join(folder, "elsewhere");
    const written = await command("card", [runId!, "--out", out], `http://127.0.0.1:${await freePort()}`);
    expect(written.code).toBe(0);
    expect(written.stderr).toMatch(/^Warning: the run's own figures are missing: MLflow did not give them\. /m);
    expect(written.stdout).toContain("The card is not in MLflow; run this again to add it.");
    expect(await readFile(join(out, "card.md"), "utf8")).toContain("| libtensorflow | ");
  });
});
