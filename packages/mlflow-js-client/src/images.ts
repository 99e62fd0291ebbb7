import { randomUUID } from "node:crypto";
import type { ArtifactFile } from "./content.js";

/**
 * An image as MLflow's UI finds it for its grid: all it knows is in the file's name,
 * images/<key, ~ for />+step+<n>+timestamp+<ms>+<uuid>.png.
 * @throws RangeError on a key with other characters than letters, digits and _ - . / or space
 */
export function imageFile(key: string, png: Uint8Array, step: number, timestampMs: number): ArtifactFile {
  if (!/^[\w\-./ ]+$/.test(key)) {
    throw new RangeError(
      `Expected an image key of letters, digits, _ - . / and spaces. Received: ${JSON.stringify(key)}`,
    );
  }
  const name = `${key.replaceAll("/", "~")}+step+${step}+timestamp+${timestampMs}+${randomUUID()}.png`;
  return { path: `images/${name}`, content: png };
}
