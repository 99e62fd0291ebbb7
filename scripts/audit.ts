import { Command, Option } from "commander";
import { auditSet, type Audit } from "../lib/data/audit/auditSet.js";
import { dataConfigSchema } from "../lib/data/config.js";
import type { Descriptions } from "../lib/data/audit/descriptions.js";
import { alignmentSide } from "../lib/data/audit/sizes.js";
import { openSource } from "../lib/data/openSource.js";
import { groupsCsv } from "../lib/data/groupsFile.js";
import { writeAtomically } from "../lib/data/writeAtomically.js";
import { findRun, runReference } from "../lib/experiment/findRun.js";
import { readRunFolder } from "../lib/experiment/savedRun.js";
import { embeddingPairs, type EmbeddingPairsOptions } from "../lib/explain/index.js";
import { readSettings, type Settings } from "../lib/settings.js";
import { runCommand } from "./command.js";
import { jsonOption, outputOption, writeJson } from "./options.js";
import { createStages } from "./progress.js";
import { readEvenBroken } from "./readEvenBroken.js";
import { runPlaces } from "./runPlaces.js";

interface Options {
  data: "phantom" | "fracatlas" | "folder";
  dataDir?: string;
  json?: string;
  groups?: string;
  run?: string;
}

/** Of each list; --json has all. */
const shown = 10;
/** With a run, so many that its network finds most like each image are compared as well. */
const neighboursEach = 5;

const program = new Command("npm run audit --")
  .description(
    "Finds what makes results too good: copies of one radiograph (re-encoded, resized, mirrored, turned, cropped, recontrasted), " +
      "leaks between splits, contradictory labels, bad files and shortcuts. Stopped, it goes on where it was.",
  )
  .addOption(
    new Option("--data <source>", "which radiographs").choices(["phantom", "fracatlas", "folder"]).default("folder"),
  )
  .option("--data-dir <dir>", "where they lie; FRACTURE_DATA_DIR when left out")
  .addOption(
    outputOption(
      "--groups <file.csv>",
      "also write path,group: which files show one radiograph, as data.groupsFile takes it",
    ),
  )
  .option("--run <run>", `also compare what this run's network finds alike: ${runReference}`)
  .addOption(jsonOption("all findings"));

await runCommand(program, async (signal) => {
  const { data, dataDir, json, groups, run } = program.opts<Options>();
  const settings = readSettings();
  const config = dataConfigSchema.parse({ source: data, dir: dataDir, maxRejectedShare: 1 });
  const { onProgress, stop } = createStages();
  const { cacheDir } = settings;
  const { manifest } = await readEvenBroken(
    openSource(config, settings),
    (done, total) => {
      onProgress("reading", done, total);
    },
    signal,
  );
  const suggest =
    run === undefined
      ? undefined
      : await networkOf(run, settings, {
          k: neighboursEach,
          signal,
          onProgress: (done, total) => {
            onProgress("embedding", done, total);
          },
        });
  const { audit, files } = await auditSet(manifest, config, { cacheDir, suggest, onProgress, signal });
  stop();
  print(audit);
  if (groups) await writeAtomically(groups, [groupsCsv(files)]);
  if (json) await writeJson(json, audit);
});

/** What the network of a run finds alike among described radiographs. @throws UserError when there is no such run */
async function networkOf(run: string, settings: Settings, options: EmbeddingPairsOptions) {
  const { network } = await readRunFolder(await findRun(run, runPlaces(settings)));
  return (descriptions: Descriptions) => {
    const read = async (i: number): Promise<Uint8Array> => (await descriptions.read(i)).pixels;
    return embeddingPairs(network, { count: descriptions.hashes.length, side: alignmentSide, read }, options);
  };
}

function print(audit: Audit): void {
  const { files, unreadable, distinctContents, radiographs, mislabelledFormats, leaks, contradictions } = audit;
  console.log(`${audit.source} ${audit.root}`);
  console.log(
    `${files} files, ${unreadable.length} of them unreadable; ${distinctContents} distinct contents of ${radiographs} radiographs`,
  );
  for (const { source, pairs, copies, copiesOnlyHere } of audit.copySources) {
    const alone = audit.copySources.length > 1 ? `, ${copiesOnlyHere} of them by it alone` : "";
    console.log(`candidates by ${source}: ${pairs} pairs, ${copies} confirmed as copies${alone}`);
  }
  console.table(audit.faultsByClass);
  printSome(unreadable, (file) => `unreadable: ${file.path} [${file.class}] ${file.reason}`);
  printSome(mislabelledFormats, (file) => `mislabelled: ${file.path} [${file.class}] is ${file.format}`);
  printSome(leaks, ({ splits, files: paths }) => `leak: ${splits.join(" and ")} share ${some(paths)}`);
  printSome(contradictions, ({ labels, files: paths }) => `contradiction: ${labels.join(" and ")} for ${some(paths)}`);
  console.log(
    `${leaks.length} radiographs are in more than one split, ${contradictions.length} have more than one label.`,
  );
  if (audit.shortcuts.length === 0) {
    console.log("One class only: nothing could give it away.");
    return;
  }
  console.log("What tells the classes apart by itself:");
  console.table(
    Object.fromEntries(
      audit.shortcuts.map(({ property, measure, value, pValue, isSuspect, byClass }) => [
        property,
        {
          measure,
          value: Number(value.toFixed(3)),
          p: Number(pValue.toFixed(3)),
          suspect: isSuspect ? "yes" : "",
          ...byClass,
        },
      ]),
    ),
  );
}

function printSome<T>(items: readonly T[], line: (item: T) => string): void {
  for (const item of items.slice(0, shown)) console.log(line(item));
  if (items.length > shown) console.log(`… and ${items.length - shown} more; --json lists all`);
}

function some(paths: readonly string[]): string {
  return paths.slice(0, 4).join(", ") + (paths.length > 4 ? `, … (${paths.length} files)` : "");
}
