import { Command } from "commander";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareCurves, curvesMarkdown, curvesSettings } from "../bench/curves.js";
import { peerNames, type Bench, type Peer } from "../bench/contestants.js";
import { readMachine } from "../bench/machine.js";
import { prepareImages } from "../bench/prepareImages.js";
import { profileMarkdown, profileTraining } from "../bench/profile.js";
import { replaceSection } from "../bench/readmeSection.js";
import { toJson, type BenchResults } from "../bench/results.js";
import { partNames, runPart, type PartName } from "../bench/runPart.js";
import { resultsMarkdown } from "../bench/tables.js";
import { dataConfigSchema } from "../lib/data/config.js";
import { prepareData } from "../lib/data/prepareData.js";
import { readSettings } from "../lib/settings.js";
import { runCommand } from "./command.js";
import { addDataOptions, dataFolder, jsonOption, writeJson, type DataOptions } from "./options.js";
import { createStages } from "./progress.js";
import { setUpPeers } from "./bench/setUpPeers.js";
import { listOf, wholeNumber, wholeNumbers } from "./bench/arguments.js";
import { requireConsistent } from "./bench/requireConsistent.js";

interface Options extends DataOptions {
  rounds: number;
  steps: number;
  batch: number;
  size: number;
  filters: number[];
  seed: number;
  only?: PartName[];
  without?: Peer[];
  profile?: true;
  curves?: true;
  writeReadme?: true;
  json?: string;
}

/** Simulated patients when no other set is named, made in half a minute once: some 580 radiographs. */
const patients = 200;

const program = addDataOptions(new Command("npm run bench --"), "phantom")
  .description(
    "Measures this project, stock TensorFlow.js and Keras on the same network, images and TensorFlow, by turns. " +
      "The first run sets up Keras in bench/.venv. Close other programs: they share the processor.",
  )
  .option("--only <parts>", `some of: ${partNames.join(",")}; all when left out`, listOf("parts", partNames))
  .option("--without <peers>", `leave out some of: ${peerNames.join(",")}`, listOf("peers", peerNames))
  .option("--rounds <n>", "rounds of each", wholeNumber(1), 5)
  .option("--steps <n>", "training steps a round", wholeNumber(1), 30)
  .option("--batch <n>", "images a step", wholeNumber(2), 32)
  .option("--size <pixels>", "side of the images", wholeNumber(16, 1024), 128)
  .option("--filters <widths>", "channels of the convolution blocks", wholeNumbers, [32, 64, 128, 256])
  .option("--seed <n>", "of weights, order and dropout", wholeNumber(0), 1)
  .option("--profile", "milliseconds a step by stage and by op; alone, without the comparison")
  .option("--curves", "loss curves against stock TensorFlow.js over 5 seeds; alone, without the comparison")
  .option("--write-readme", "put the tables into bench/README.md; the comparison only as a whole")
  .addOption(jsonOption("the numbers"));

await runCommand(program, async (signal) => {
  const options = program.opts<Options>();
  const { rounds, steps, batch, size, filters, seed, only, without = [], profile, curves } = options;
  const parts = only ?? (profile || curves ? [] : [...partNames]);
  const peers = peerNames.filter((name) => !without.includes(name));
  requireConsistent({ ...options, parts, peers });
  const settings = readSettings();
  const dir = dataFolder(options, settings.dataDir);
  const data = dataConfigSchema.parse({ source: options.data, dir, imageSize: size, phantom: { patients } });
  const python = await setUpPeers(settings.root, parts, peers);

  const progress = createStages();
  const { onProgress } = progress;
  const folder = await mkdtemp(join(tmpdir(), "fracture-lab-bench-"));
  try {
    const workload = { folder, filters, batch, size, steps, seed };
    if (parts.length > 0 || profile) await prepareImages(data, workload, { ...settings, onProgress, signal });
    const bench: Bench = { root: settings.root, env: process.env, workload, rounds, peers, python, signal, onProgress };
    const config = { filters, batch, size, rounds, stepsPerRound: steps, seed, data: data.source };
    const date = new Date().toISOString().slice(0, 10);
    let results: BenchResults = { date, machine: readMachine(), config };
    for (const part of parts) {
      progress.stop();
      console.error(`bench: ${part} …`);
      results = { ...results, [part]: await runPart(part, bench) };
    }
    if (profile) results = { ...results, profile: await profileTraining(bench) };
    if (curves) {
      const curveData = dataConfigSchema.parse({ source: options.data, dir, imageSize: curvesSettings.size });
      const prepared = await prepareData(curveData, { ...settings, onProgress, signal });
      results = { ...results, curves: await compareCurves(bench, prepared) };
    }
    progress.stop();
    await report(results, options, join(settings.root, "bench", "README.md"));
  } finally {
    progress.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

async function report(results: BenchResults, { json, writeReadme }: Options, readme: string): Promise<void> {
  const { profile, curves } = results;
  const isComparison = partNames.some((part) => results[part] !== undefined);
  const sections = [
    ...(isComparison ? [{ name: "results", text: resultsMarkdown(results) }] : []),
    ...(profile ? [{ name: "profile", text: profileMarkdown(profile) }] : []),
    ...(curves ? [{ name: "curves", text: curvesMarkdown(curves) }] : []),
  ];
  for (const { name, text } of sections) {
    console.log(`${text}\n`);
    if (writeReadme) await replaceSection(readme, name, text);
  }
  if (json) await writeJson(json, toJson(results));
}
