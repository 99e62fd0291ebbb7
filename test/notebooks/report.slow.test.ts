import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { writeReport } from "../../scripts/notebooks/report.js";
import { temporaryFolder } from "./notebookFiles.js";

const chromiumPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (path) => statSync(path, { throwIfNoEntry: false }) !== undefined,
);

const figure = {
  data: [{ x: [1, 2], y: [3, 4], type: "scatter", name: "</script><b>not markup</b>" }],
  layout: { title: { text: "Two points" } },
};

function executedNotebook(outputs: object[]): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { language_info: { name: "typescript", file_extension: ".ts" } },
    cells: [
      { cell_type: "markdown", id: "a", metadata: {}, source: "# A *title*" },
      { cell_type: "code", id: "b", metadata: {}, execution_count: 1, source: "show(figure);", outputs },
    ],
  });
}

const display = (data: object) => ({ output_type: "display_data", metadata: {}, data });

test("a report holds Plotly once and names nothing to load", async () => {
  const folder = temporaryFolder();
  const notebook = join(folder, "in.ipynb");
  const html = join(folder, "out.html");
  const shown = display({ "application/vnd.plotly.v1+json": figure, "image/png": "AAAA", "text/plain": "a figure" });
  writeFileSync(notebook, executedNotebook([shown, shown]));
  await writeReport(notebook, html);
  const page = readFileSync(html, "utf8");
  expect(page.match(/window\.Plotly = Plotly/g)).toHaveLength(1);
  expect(page.match(/class="[^"]*plotly-figure"/g)).toHaveLength(2);
  expect(page).not.toMatch(/<(script|link|img|iframe)[^>]+(src|href)="(?!data:)/);
  expect(page).not.toContain("image/png;base64,AAAA"); // the live figure stands for it
});

test("a report without figures carries no library, and shows text and pictures", async () => {
  const folder = temporaryFolder();
  const notebook = join(folder, "in.ipynb");
  const html = join(folder, "out.html");
  const text = { output_type: "stream", name: "stdout", text: "AUC 0.91 <b>\n" };
  writeFileSync(notebook, executedNotebook([text, display({ "image/png": "AAAA", "text/plain": "a picture" })]));
  await writeReport(notebook, html);
  const page = readFileSync(html, "utf8");
  expect(page.length).toBeLessThan(500_000);
  expect(page).toContain("AUC 0.91 &lt;b&gt;");
  expect(page).toContain("data:image/png;base64,AAAA");
});

test("a notebook that is not one is refused by name", async () => {
  const folder = temporaryFolder();
  const notebook = join(folder, "in.ipynb");
  writeFileSync(notebook, "not json");
  await expect(writeReport(notebook, join(folder, "out.html"))).rejects.toThrow(
    `The report of ${notebook} could not be written`,
  );
});

test.skipIf(chromiumPath === undefined)(
  "a report draws its figures in a browser and asks the network for nothing",
  async () => {
    const folder = temporaryFolder();
    const notebook = join(folder, "in.ipynb");
    const html = join(folder, "out.html");
    writeFileSync(
      notebook,
      executedNotebook([display({ "application/vnd.plotly.v1+json": figure, "text/plain": "" })]),
    );
    await writeReport(notebook, html);
    const browser = await chromium.launch({ executablePath: chromiumPath!, args: ["--no-sandbox"] });
    try {
      const page = await browser.newPage();
      const asked: string[] = [];
      const complaints: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      await page.goto(`file://${html}`);
      await page.waitForSelector(".js-plotly-plot .main-svg");
      expect(await page.textContent(".gtitle")).toBe("Two points");
      expect(asked.filter((url) => /^https?:/.test(url))).toEqual([]);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);
