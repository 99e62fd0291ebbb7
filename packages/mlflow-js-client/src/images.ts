import { randomUUID } from "node:crypto";
import type { ArtifactFile } from "./content.js";

export interface ImageOptions {
  /** Default 0. */
  step?: number;
  /** Default: now. */
  timestampMs?: number;
  /** A small WebP for the grid. Default: the PNG itself. */
  thumbnail?: Uint8Array;
}

/**
 * An image as MLflow's UI finds it for its grid, where all it knows is in the names:
 * images/<key, ~ for />+step+<n>+timestamp+<ms>+<uuid>.png, and beside it …+compressed.webp, which is what the grid shows.
 * Browsers tell images by their content, so the PNG under that name serves where there is no thumbnail.
 * @throws RangeError on a key with other characters than letters, digits and _ - . / or space
 */
export function imageFiles(key: string, png: Uint8Array, options: ImageOptions): ArtifactFile[] {
  if (!/^[\w\-./ ]+$/.test(key)) {
    throw new RangeError(
      `Expected an image key of letters, digits, _ - . / and spaces. Received: ${JSON.stringify(key)}`,
    );
  }
  const { step = 0, timestampMs = Date.now(), thumbnail = png } = options;
  const name = `images/${key.replaceAll("/", "~")}+step+${step}+timestamp+${timestampMs}+${randomUUID()}`;
  return [
    { path: `${name}.png`, content: png },
    { path: `${name}+compressed.webp`, content: thumbnail },
  ];
}
