import { createHash } from "node:crypto";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UserError } from "../../userError.js";
import { buildFolder } from "../buildFolder.js";
import type { DataConfig } from "../config.js";
import { buildManifest } from "../manifest.js";
import { mapConcurrently } from "../mapConcurrently.js";
import type { DataSource, Manifest, OnProgress } from "../types.js";
import { type WrittenRadiograph, writePatient } from "./writePatient.js";

/** Raised whenever the same seed gives other files: it is part of the folder's name. */
const simulatorVersion = 2;

/** One image is encoded while the next is simulated; more would only cost memory. */
const concurrency = 2;

/**
 * Simulated radiographs with exact labels, boxes and masks, as real files under cacheDir/phantom-<digest>. They are
 * made on the first call and read from there on the next. A build that is killed leaves nothing under that name, and two
 * processes that build at once give one folder, since both make the same bytes and the first to finish stays.
 * @throws UserError (exit code 2) when the number of patients or the seed is no usable whole number
 */
export function createPhantomSource(config: DataConfig["phantom"], cacheDir: string): DataSource {
  const { patients, seed } = config;
  requireWholeNumber("patients", patients, 4);
  requireWholeNumber("seed", seed, 0);
  const digest = createHash("sha256").update(JSON.stringify({ simulatorVersion, patients, seed })).digest("hex");
  const root = resolve(cacheDir, `phantom-${digest.slice(0, 12)}`);
  return {
    name: "phantom",
    manifest: async (onProgress, signal) => {
      const written = await buildFolder(root, {
        read: () => readStored(root),
        build: (folder, keepAlive) => simulate(folder, config, keepAlive, { onProgress, signal }),
      });
      return asManifest(root, written);
    },
  };
}

function requireWholeNumber(key: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new UserError(`data.phantom.${key}: expected a whole number of at least ${least}. Received: ${value}.`, 2);
}

/** @returns undefined when there is none, or when a file is missing or cut short */
async function readStored(root: string): Promise<WrittenRadiograph[] | undefined> {
  try {
    const stored = JSON.parse(await readFile(join(root, "manifest.json"), "utf8")) as WrittenRadiograph[];
    const intact = await mapConcurrently(
      stored,
      async ({ radiograph }) => (await stat(join(root, radiograph.path))).size === radiograph.bytes,
      { concurrency: 16 },
    );
    return intact.every(Boolean) ? stored : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function simulate(
  folder: string,
  { patients, seed }: DataConfig["phantom"],
  keepAlive: () => Promise<void>,
  options: { onProgress?: OnProgress | undefined; signal?: AbortSignal | undefined },
): Promise<WrittenRadiograph[]> {
  await mkdir(join(folder, "images"));
  await mkdir(join(folder, "masks"));
  const numbers = Array.from({ length: patients }, (_, i) => i + 1);
  const work = async (n: number): Promise<WrittenRadiograph[]> => {
    const written = await writePatient(folder, seed, n);
    await keepAlive();
    return written;
  };
  const all = (await mapConcurrently(numbers, work, { concurrency, ...options })).flat();
  await writeFile(join(folder, "manifest.json"), JSON.stringify(all));
  return all;
}

function asManifest(root: string, written: readonly WrittenRadiograph[]): Manifest {
  return buildManifest({
    source: "phantom",
    root,
    classes: ["not_fractured", "fractured"],
    radiographs: written.map(({ radiograph }) => radiograph),
    rejected: [],
  });
}
