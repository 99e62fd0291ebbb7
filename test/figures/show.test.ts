import * as danfo from "danfojs-node";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { show } from "../../lib/figures/show.js";
import { showMarkdown } from "../../lib/figures/showMarkdown.js";
import { numbersMimeType, showNumbers } from "../../lib/figures/showNumbers.js";
import { showTable } from "../../lib/figures/showTable.js";
import { emptyFigure } from "../../lib/figures/emptyFigure.js";

/** Stands for a notebook: keeps what would be published. */
const published: Record<string, unknown>[] = [];
beforeEach(() => {
  published.length = 0;
  vi.stubGlobal("fractureLabDisplay", { show: (bundle: Record<string, unknown>) => published.push(bundle) });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("a table of rows aligns numbers to the right, and leaves what is missing empty", () => {
  showTable(
    [
      { split: "train", images: 1200, share: 1 / 3 },
      { split: "test", images: 90 },
    ],
    { caption: "Splits" },
  );
  expect(published[0]!["text/plain"]).toBe(
    ["Splits", "split  images  share", "train    1200  0.3333", "test       90"].join("\n"),
  );
  expect(published[0]!["text/html"]).toContain('<td style="text-align:right">1200</td>');
});

test("a danfo DataFrame shows with the names of its rows", () => {
  const frame = new danfo.DataFrame({ n: [3, 4], region: ["hand", "<hip>"] }, { index: ["a", "b"] });
  showTable(frame);
  expect(published[0]!["text/plain"]).toBe(["   n  region", "a  3  hand", "b  4  <hip>"].join("\n"));
  expect(published[0]!["text/html"]).toContain("&lt;hip&gt;");
});

test("a long table is cut, and says by how much", () => {
  showTable(
    Array.from({ length: 60 }, (_, row) => ({ row })),
    { maxRows: 10 },
  );
  expect(published[0]!["text/plain"]).toMatch(/9\n… 50 more rows$/);
});

test("key numbers are published as JSON under the project's type, an undefined one as null", () => {
  showNumbers({ testAuc: 0.8712345678, epochs: 12, ppv: NaN });
  expect(published[0]).toMatchObject({
    [numbersMimeType]: { testAuc: 0.8712345678, epochs: 12, ppv: null },
    "text/plain": "testAuc  0.87123\nepochs   12\nppv      undefined",
  });
  expect(() => {
    showNumbers({ loss: Infinity });
  }).toThrow("Expected finite numbers. Received: loss=Infinity");
});

test("Markdown is published as it is", () => {
  showMarkdown("**3** of 400");
  expect(published[0]).toEqual({ "text/markdown": "**3** of 400", "text/plain": "**3** of 400" });
});

test("a plain script prints a figure's title and numbers", async () => {
  vi.unstubAllGlobals();
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await show(emptyFigure({ title: "ROC curve", subtitle: "AUC 0.871" }, "nothing"));
  await show(Promise.resolve(emptyFigure({ title: "Splits" }, "nothing")));
  expect(log.mock.calls).toEqual([["[figure] ROC curve: AUC 0.871"], ["[figure] Splits"]]);
});
