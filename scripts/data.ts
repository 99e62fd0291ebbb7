import { Command, Option } from "commander";
import { resolve } from "node:path";
import { dataConfigSchema } from "../lib/data/config.js";
import { describeManifest, type DataCheck } from "../lib/data/describeManifest.js";
import { openSource } from "../lib/data/openSource.js";
import { downloadFracatlas } from "../lib/data/sources/fracatlasDownload.js";
import { downloadKaggle } from "../lib/data/sources/kaggleDownload.js";
import { readKaggleToken, readSettings } from "../lib/settings.js";
import { runCommand } from "./command.js";
import { jsonOption, writeJson } from "./options.js";
import { createProgress, createStages } from "./progress.js";
import { readEvenBroken } from "./readEvenBroken.js";

const program = new Command("npm run data --").description("Fetches sets of radiographs and says what is in them.");
program.exitOverride();
let chosen: (signal: AbortSignal) => Promise<void> = () => Promise.resolve(program.help({ error: true }));

program
  .command("download")
  .description("Fetches a public set; called again it goes on where it stopped.")
  .argument("<set>", "fracatlas (CC BY 4.0) or kaggle (needs a token)")
  .requiredOption("--to <dir>", "folder to put the set's own folder into, e.g. data/raw")
  .addOption(jsonOption("where it lies"))
  .action((set: string, options: { to: string; json?: string }, command: Command) => {
    if (set !== "fracatlas" && set !== "kaggle") command.error(`error: expected fracatlas or kaggle. Received: ${set}`);
    chosen = async (signal) => {
      const progress = createStages();
      const to = resolve(options.to);
      const { onProgress } = progress;
      const folder =
        set === "fracatlas"
          ? await downloadFracatlas({ to, onProgress, signal })
          : await downloadKaggle(readKaggleToken(), { to, onProgress, signal });
      progress.stop();
      console.log(`${folder}\nUse it with --data ${set === "fracatlas" ? "fracatlas" : "folder"} --data-dir ${folder}`);
      if (options.json) await writeJson(options.json, { set, folder });
    };
  });

program
  .command("check")
  .description("Reads every file of a set: counts, formats, what is refused per class and why, leaks between splits.")
  .addOption(
    new Option("--data <source>", "which radiographs").choices(["phantom", "fracatlas", "folder"]).default("folder"),
  )
  .option("--data-dir <dir>", "where they lie; FRACTURE_DATA_DIR when left out")
  .addOption(jsonOption("the numbers and every refused file"))
  .action((options: { data: string; dataDir?: string; json?: string }) => {
    chosen = async (signal) => {
      const settings = readSettings();
      const config = dataConfigSchema.parse({ source: options.data, dir: options.dataDir });
      const progress = createProgress("reading");
      const source = openSource({ ...config, maxRejectedShare: 1 }, settings);
      const { manifest, broken } = await readEvenBroken(
        source,
        (done, total) => {
          progress.update(done, total);
        },
        signal,
      );
      progress.stop();
      const check = describeManifest(manifest);
      printCheck(check);
      if (options.json) await writeJson(options.json, check);
      if (broken) throw broken;
    };
  });

await runCommand(program, (signal) => chosen(signal));

function printCheck(check: DataCheck): void {
  const { files, readable, groups, distinctContents, digest } = check;
  console.log(`${check.source} ${check.root}`);
  console.log(`${files} files, ${readable} readable, ${distinctContents} distinct contents, ${groups} groups`);
  if (check.ignoredFiles > 0) console.log(`${check.ignoredFiles} other files ignored`);
  console.table(check.classes);
  console.table(check.formats);
  for (const { path, label, reason, detail } of check.rejected.slice(0, 20)) {
    console.log(`refused: ${path} [${label}] ${reason} (${detail})`);
  }
  if (check.rejected.length > 20) console.log(`… and ${check.rejected.length - 20} more; --json lists all`);
  for (const { splits, files: paths } of check.leaks.slice(0, 10)) {
    console.log(`leak: ${splits.join(" and ")} share ${paths.slice(0, 4).join(", ")}${paths.length > 4 ? ", …" : ""}`);
  }
  if (check.leaks.length > 0) {
    console.log(`${check.leaks.length} groups cross the set's own splits: training ignores those and splits by group.`);
  }
  console.log(`digest ${digest}`);
}
