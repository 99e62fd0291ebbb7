import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { dataConfigSchema, type DataConfig } from "../../lib/data/config.js";
import { UserError } from "../../lib/userError.js";
import { withContestants } from "../contestant.js";
import { startNode, startPython, type Bench } from "../contestants.js";
import { warmUp } from "../entries.js";
import { interleave, throughput, type Entries, type Throughput } from "../interleave.js";
import { spreadOf } from "../statistics.js";

/** Files to be standardised: those of manifest.json in the folder. */
export interface FilesWorkload extends Pick<DataConfig, "intensityPercentiles"> {
  folder: string;
  /** Side of the result in pixels. */
  size: number;
}

export function filesWorkload({ workload: { folder, size } }: Bench): FilesWorkload {
  const { intensityPercentiles } = dataConfigSchema.parse({ imageSize: size });
  return { folder, size, intensityPercentiles };
}

export interface StandardizeResult extends Throughput {
  /** How far each peer's pixels are from this project's: mean over an image, median over images, of 256 grey levels. */
  greyLevelsApart: Record<string, number>;
}

/** Two programs, each with and without the step that the other's usual recipe has or lacks. */
const peers = ["pil", "pilThumbnail", "tfdata", "tfdataStretched"] as const;

/** Does less on purpose: its pixels are other ones. */
const unlike = "tfdata";

/** Grey levels by which two decoders and resamplers may differ; a step left out or done twice makes more. */
const mostLevelsApart = 2;

/** The same files to the same kind of pixels; all read from the system's page cache, since disks are not compared. */
export async function benchStandardize(bench: Bench): Promise<StandardizeResult> {
  const options = filesWorkload(bench);
  const entries: Entries = { ours: startNode(bench, "this project", "oursFiles.ts", options, bench.env) };
  if (bench.peers.includes("keras")) {
    for (const how of peers) entries[how] = startPython(bench, how, "files.py", { ...options, how });
  }
  return withContestants(Object.values(entries), async () => {
    const greyLevelsApart = await comparePixels(entries, options);
    requireSamePixels(greyLevelsApart);
    await warmUp(entries, "standardize", bench);
    const rounds = await interleave(entries, bench.rounds, "standardize", (done, total) => {
      bench.onProgress("standardising", done, total);
    });
    return { ...throughput(rounds), greyLevelsApart };
  });
}

async function comparePixels(entries: Entries, { folder, size }: FilesWorkload): Promise<Record<string, number>> {
  const pixels: Record<string, Buffer> = {};
  for (const [name, contestant] of Object.entries(entries)) {
    const file = join(folder, `pixels-${name}.bin`);
    await contestant.ask("pixels", { file });
    pixels[name] = await readFile(file);
  }
  const { ours, ...others } = pixels;
  return Object.fromEntries(Object.entries(others).map(([name, own]) => [name, levelsApart(ours!, own, size * size)]));
}

/** @throws UserError when a peer that should make the same pixels makes others: then speeds do not compare */
export function requireSamePixels(greyLevelsApart: Readonly<Record<string, number>>): void {
  for (const [name, levels] of Object.entries(greyLevelsApart)) {
    if (name === unlike || levels <= mostLevelsApart) continue; // what is no number is refused too
    throw new UserError(
      `bench: expected the pixels of ${name} within ${mostLevelsApart} grey levels of this project's. ` +
        `Received: ${levels.toFixed(1)} apart.`,
    );
  }
}

/** Median over images: the few that this project inverts, so that bones are bright, do not count. */
function levelsApart(a: Uint8Array, b: Uint8Array, area: number): number {
  const means: number[] = [];
  for (let start = 0; start < a.length; start += area) {
    let sum = 0;
    for (let p = start; p < start + area; p++) sum += Math.abs(a[p]! - b[p]!);
    means.push(sum / area);
  }
  return spreadOf(means).median;
}
