import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { onTestFinished } from "vitest";
import type { Radiograph } from "../../lib/data/types.js";

/** A new folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "fracture-data-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function writeFiles(root: string, files: Record<string, Uint8Array | string>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

/** [height, width] grey values of a made-up limb: a bright tube with brighter edges, off centre on a dark ground. */
export function limbPixels(width: number, height: number, shift = 0): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const x = i % width;
    const y = (i - x) / width;
    const fromAxis = Math.abs(x / width - 0.4 - 0.15 * (y / height) - shift) * 10;
    const tissue = fromAxis < 2.4 ? 70 : 12;
    const bone = fromAxis < 1 ? 110 + 60 * fromAxis : 0;
    return Math.min(255, tissue + bone + ((x * 7 + y * 13) % 9) + (y > height * 0.8 ? 15 : 0));
  });
}

export function greySharp(width: number, height: number, shift = 0): Sharp {
  return sharp(limbPixels(width, height, shift), { raw: { width, height, channels: 1 } }).toColourspace("b-w");
}

/** A distinct small PNG for each number. */
export function tinyPng(number: number): Promise<Buffer> {
  return greySharp(24 + (number % 7), 32 + Math.floor(number / 7), (number % 5) / 50)
    .png()
    .toBuffer();
}

/** The start of a PNG that states any size, with a few bytes of pixels only. */
export async function lyingPng(width: number, height: number): Promise<Buffer> {
  const png = await tinyPng(0);
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

export function radiograph(part: Partial<Radiograph> & Pick<Radiograph, "path">): Radiograph {
  return {
    label: "fractured",
    group: part.path,
    sha256: part.path,
    widthPixels: 10,
    heightPixels: 10,
    format: "png",
    channels: 1,
    bytes: 100,
    licence: "unknown",
    ...part,
  };
}
