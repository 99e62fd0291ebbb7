import { createHash } from "node:crypto";
import type { Manifest, Radiograph } from "./types.js";

/**
 * A manifest in its one canonical order (by path, by code point), with its digest.
 * @param parts what a source found; arrays are copied, not changed
 */
export function buildManifest(parts: Omit<Manifest, "digest">): Manifest {
  const radiographs = [...parts.radiographs].sort((a, b) => compareText(a.path, b.path));
  const rejected = [...parts.rejected].sort((a, b) => compareText(a.path, b.path));
  return { ...parts, radiographs, rejected, digest: digestOf(radiographs) };
}

/** Not localeCompare: the order must be the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** SHA-256 (hex) over what training sees of each image, sorted, so that neither order, names nor place matter. */
function digestOf(radiographs: readonly Radiograph[]): string {
  const rows = radiographs.map((r) => JSON.stringify([r.sha256, r.label, r.group, r.split ?? null])).sort();
  return createHash("sha256").update(rows.join("\n")).digest("hex");
}
