import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { decodeImage } from "./decodeImage.js";
import { ImageError } from "./imageError.js";
import type { Radiograph, RejectReason } from "./types.js";

export type FileFacts = Pick<Radiograph, "sha256" | "widthPixels" | "heightPixels" | "format" | "channels" | "bytes">;

/** What a file turned out to be: an image with its facts, or a reason to leave it out. */
export type Inspection =
  | { ok: true; facts: FileFacts; wasTurned: boolean; hasExif: boolean }
  | { ok: false; reason: RejectReason; detail: string };

/** Reads a file once: its hash, what it is by content, its upright size, and whether every pixel of it decodes. Never throws. */
export async function inspectFile(path: string, options: { maxPixels: number }): Promise<Inspection> {
  try {
    const { size } = await stat(path);
    // 16-bit RGBA is the most that a pixel takes here; a longer file is no image of maxPixels, and may not fit in memory.
    if (size > options.maxPixels * 8 + 2 ** 20) {
      throw new ImageError("too many pixels", `${size} bytes are more than ${options.maxPixels} pixels take`);
    }
    const bytes = await readFile(path);
    const image = await decodeImage(bytes, options.maxPixels);
    return {
      ok: true,
      wasTurned: image.wasTurned,
      hasExif: image.hasExif,
      facts: {
        sha256: sha256Of(bytes),
        widthPixels: image.width,
        heightPixels: image.height,
        format: image.format,
        channels: image.fileChannels,
        bytes: bytes.length,
      },
    };
  } catch (error) {
    if (error instanceof ImageError) return { ok: false, reason: error.reason, detail: error.message };
    const code = (error as NodeJS.ErrnoException).code;
    return { ok: false, reason: "unreadable", detail: code ?? String(error) };
  }
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
