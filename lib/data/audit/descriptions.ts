import { alignmentSide, descriptionBytes, keypointBytes } from "./sizes.js";
import { describeRadiograph } from "fracture-kernels";
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../userError.js";
import { dataConfigSchema } from "../config.js";
import { sha256Of } from "../inspectFile.js";
import { filesInFlight, mapConcurrently } from "../mapConcurrently.js";
import { standardize, standardizeVersion } from "../standardize.js";
import type { OnProgress } from "../types.js";
import { writeAtomically } from "../writeAtomically.js";

/** Raise it when the same pixels give other keypoints. */
export const descriptionVersion = 2;

/** One radiograph ready to be compared. */
export interface Description {
  /** [alignmentSide, alignmentSide] */
  pixels: Uint8Array;
  /** keypointBytes each. */
  keypoints: Uint8Array;
}

export interface DescribeOptions {
  cacheDir: string;
  maxPixels: number;
  onProgress?: OnProgress | undefined;
  signal?: AbortSignal | undefined;
}

/** The descriptions of a set on disk, one file a content, so that memory holds a few at a time and a stopped audit goes on. */
export class Descriptions {
  private constructor(
    private readonly folder: string,
    /** Changes when the same bytes give another description. */
    readonly version: string,
    readonly hashes: readonly string[],
    /** [hashes] */
    readonly keypointCounts: readonly number[],
  ) {}

  /**
   * Describes what is not yet described.
   * @param paths absolute, by SHA-256
   * @throws UserError when a file is gone or changed since it was inspected, or the cache cannot be written
   */
  static async create(paths: ReadonlyMap<string, string>, options: DescribeOptions): Promise<Descriptions> {
    const { cacheDir, maxPixels, onProgress, signal } = options;
    const { intensityPercentiles } = dataConfigSchema.parse({});
    const settings = { imageSize: alignmentSide, maxPixels, intensityPercentiles };
    const version = JSON.stringify([descriptionVersion, standardizeVersion, alignmentSide, intensityPercentiles]);
    const folder = join(cacheDir, "audit", createHash("sha256").update(version).digest("hex").slice(0, 16));
    const hashes = [...paths.keys()].sort();
    const describe = async (sha256: string): Promise<number> => {
      const file = fileOf(folder, sha256);
      const known = await countIn(file);
      if (known !== undefined) return known;
      const pixels = await standardize(await readUnchanged(paths.get(sha256)!, sha256), settings);
      const description = new Uint8Array(descriptionBytes);
      await describeRadiograph(pixels, alignmentSide, description);
      const count = countKeypoints(description);
      await writeAtomically(file, [pixels, description.subarray(0, count * keypointBytes)]);
      return count;
    };
    const counts = await mapConcurrently(hashes, describe, { concurrency: filesInFlight, onProgress, signal });
    return new Descriptions(folder, version, hashes, counts);
  }

  /** @throws UserError when the cache was emptied meanwhile */
  async read(index: number): Promise<Description> {
    const file = fileOf(this.folder, this.hashes[index]!);
    const bytes = await readFile(file).catch((error: unknown) => {
      const code = (error as NodeJS.ErrnoException).code ?? String(error);
      throw new UserError(`Expected ${file} as it was written. Received: ${code}. Start again; nothing else is lost.`);
    });
    const area = alignmentSide * alignmentSide;
    return { pixels: bytes.subarray(0, area), keypoints: bytes.subarray(area) };
  }
}

function fileOf(folder: string, sha256: string): string {
  return join(folder, sha256.slice(0, 2), `${sha256}.bin`);
}

/** @returns undefined when there is no such file, or none that was written by this */
async function countIn(file: string): Promise<number | undefined> {
  try {
    const count = ((await stat(file)).size - alignmentSide * alignmentSide) / keypointBytes;
    return Number.isInteger(count) && count >= 0 ? count : undefined;
  } catch {
    return undefined;
  }
}

/** Keypoints end at the first of scale 0. */
function countKeypoints(description: Uint8Array): number {
  const view = new DataView(description.buffer);
  let count = 0;
  while (count * keypointBytes < description.length && view.getFloat32(count * keypointBytes + 8, true) > 0) count++;
  return count;
}

async function readUnchanged(path: string, sha256: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UserError(`Expected ${path} as it was inspected. Received: ${code}. Put it back, or start again.`);
  });
  if (sha256Of(bytes) === sha256) return bytes;
  throw new UserError(`Expected ${path} as it was inspected. Received: other bytes. Start again when files rest.`);
}
