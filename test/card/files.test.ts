import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { modelCard, readFacts, writeCard, writeShortcuts } from "../../lib/card/index.js";
import { evidenceFile, evidenceText } from "../../lib/experiment/evidence.js";
import { exampleFacts, exampleShortcuts } from "./exampleFacts.js";

const facts = exampleFacts();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "card-"));
  await writeFile(join(folder, "experiment.json"), JSON.stringify(facts.saved));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test("facts are read from a run's folder, with shortcut findings where they were measured", async () => {
  await writeFile(join(folder, evidenceFile), evidenceText(facts.evidence));
  expect(await readFacts(folder, facts.runId)).toEqual(facts);
  await writeShortcuts(folder, exampleShortcuts);
  expect((await readFacts(folder, facts.runId)).shortcuts).toEqual(exampleShortcuts);
});

test("an older run, without evidence, is one sentence that says what to do", async () => {
  await expect(readFacts(folder, facts.runId)).rejects.toThrow(
    `card: expected evidence.json in ${folder}. Received: a run that was stopped before it was judged, or one from before ` +
      "evidence was recorded. Run the experiment again: npm run experiment -- cnn-baseline",
  );
});

test("damaged shortcut findings are told, not left out", async () => {
  await writeFile(join(folder, evidenceFile), evidenceText(facts.evidence));
  await writeFile(join(folder, "shortcuts.json"), "{}");
  await expect(readFacts(folder, facts.runId)).rejects.toThrow("shortcuts.json is damaged");
});

test("both files are written whole, in a folder that is made, and nothing else", async () => {
  const out = join(folder, "new", "place");
  const files = await writeCard(modelCard(facts), out, () => Promise.resolve(undefined));
  expect((await readdir(out)).sort()).toEqual(["card.html", "card.md"]);
  expect(await readFile(files.markdown, "utf8")).toMatch(/^# Model card: cnn-baseline\n/);
  expect(await readFile(files.html, "utf8")).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
});

test("a place that is no folder is one sentence", async () => {
  const file = join(folder, "experiment.json");
  const written = writeCard(modelCard(facts), file, () => Promise.resolve(undefined));
  await expect(written).rejects.toThrow(`Expected a folder that can be written. Received: ${file} (EEXIST).`);
});
