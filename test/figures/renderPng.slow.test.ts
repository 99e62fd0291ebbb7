import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import sharp from "sharp";
import { afterAll, expect, test, vi } from "vitest";
import type { Figure } from "../../lib/figures/index.js";
import { plotlyJsFile } from "../../lib/figures/plotlyJsFile.js";
import { createPngRenderer } from "../../lib/figures/renderPng.js";
import { show } from "../../lib/figures/show.js";
import { readSettings } from "../../lib/settings.js";
import { UserError } from "../../lib/userError.js";
import { allFigures } from "./allFigures.js";

const { root, venvDir } = readSettings();
const renderer = createPngRenderer({ venvDir, plotlyJsFile: plotlyJsFile(root) });
afterAll(() => renderer.close());

const oneBar: Figure = {
  data: [{ type: "bar", x: ["a"], y: [1], marker: { color: "#D55E00" } }],
  layout: { width: 300, height: 200, margin: { l: 0, r: 0, t: 0, b: 0 } },
};

test("every figure becomes a PNG of its own size that is neither blank nor large", async () => {
  for (const [name, figure] of Object.entries(await allFigures())) {
    const png = await renderer.render(figure);
    const { width, height, format } = await sharp(png).metadata();
    expect({ width, height, format }, name).toEqual({
      width: figure.layout.width,
      height: figure.layout.height,
      format: "png",
    });
    const { channels } = await sharp(png).greyscale().stats();
    expect(channels[0]!.stdev, name).toBeGreaterThan(5);
    expect(png.length, name).toBeLessThan(60_000);
  }
});

test("a bar has its colour in the picture", async () => {
  const { data, info } = await sharp(await renderer.render(oneBar))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const middle = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * info.channels;
  expect([...data.subarray(middle, middle + 3)]).toEqual([0xd5, 0x5e, 0x00]);
});

test("the same figure gives the same bytes, also from another browser, and scale makes more pixels", async () => {
  const first = await renderer.render(oneBar);
  const other = createPngRenderer({ venvDir, plotlyJsFile: plotlyJsFile(root) });
  expect(Buffer.compare(await other.render(oneBar), first)).toBe(0);
  await other.close();
  expect(await sharp(await renderer.render(oneBar, { scale: 2 })).metadata()).toMatchObject({
    width: 600,
    height: 400,
  });
});

test("figures asked for at once come back each to its own caller", async () => {
  const widths = [200, 250, 300, 350];
  const pngs = await Promise.all(widths.map((width) => renderer.render(oneBar, { width })));
  const sizes = await Promise.all(pngs.map((png) => sharp(png).metadata()));
  expect(sizes.map(({ width }) => width)).toEqual(widths);
});

test("a missing kaleido is said in one sentence, with the remedy", async () => {
  const empty = mkdtempSync(join(tmpdir(), "no-kaleido-"));
  const without = createPngRenderer({ venvDir: empty, plotlyJsFile: plotlyJsFile(root) });
  await expect(without.render(oneBar)).rejects.toThrow(
    new UserError(
      `figures: expected the kaleido 0.2.1 wheel in ${empty}, which draws PNG files. Received: none. Run npm run setup.`,
    ),
  );
  rmSync(empty, { recursive: true });
});

test("a browser that does not answer in time is given up, and the next figure gets a new one", async () => {
  const hasty = createPngRenderer({ venvDir, plotlyJsFile: plotlyJsFile(root), timeoutSeconds: 0.001 });
  await expect(hasty.render(oneBar)).rejects.toThrow("kaleido: expected an answer. Received: no answer in 0.001 s");
  await hasty.close();
});

test("a notebook shows one display: live, as PNG and in words", async () => {
  const published: Record<string, unknown>[] = [];
  vi.stubGlobal("fractureLabDisplay", { show: (bundle: Record<string, unknown>) => published.push(bundle) });
  await show({ ...oneBar, layout: { ...oneBar.layout, title: { text: "One bar" } } });
  vi.unstubAllGlobals();
  expect(published).toHaveLength(1);
  expect(Object.keys(published[0]!)).toEqual(["application/vnd.plotly.v1+json", "image/png", "text/plain"]);
  expect(published[0]).toMatchObject({
    "application/vnd.plotly.v1+json": { data: oneBar.data, config: { displaylogo: false } },
    "text/plain": "[figure] One bar",
  });
  expect((await sharp(published[0]!["image/png"] as Uint8Array).metadata()).width).toBe(300);
});

test("a script that has drawn a figure ends by itself, though it never closed the browser", async () => {
  const script = `
    import { createPngRenderer } from ${JSON.stringify(resolve(root, "lib/figures/renderPng.ts"))};
    const renderer = createPngRenderer(${JSON.stringify({ venvDir, plotlyJsFile: plotlyJsFile(root) })});
    renderer.render(${JSON.stringify(oneBar)}).then((png) => console.log("bytes", png.length));`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], { cwd: root });
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const code = await new Promise((done) => child.on("exit", done));
  expect(output).toMatch(/^bytes \d+\n$/);
  expect(code).toBe(0);
});
