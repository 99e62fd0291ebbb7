import { findLeaks, type Leak } from "./findLeaks.js";
import { orderClasses } from "./classNames.js";
import type { Manifest, Rejected, SplitName } from "./types.js";

/** A manifest in numbers: what `npm run data -- check` prints and writes as JSON. */
export interface DataCheck {
  source: string;
  root: string;
  digest: string;
  /** Readable and refused together. */
  files: number;
  readable: number;
  distinctContents: number;
  groups: number;
  ignoredFiles: number;
  /** By class: what is readable, by split where the source has them, and what was refused, by reason. */
  classes: Record<string, Record<string, number>>;
  formats: Record<string, number>;
  regions: Record<string, number>;
  rejected: readonly Rejected[];
  leaks: Leak[];
}

export function describeManifest(manifest: Manifest): DataCheck {
  const { source, root, digest, radiographs, rejected } = manifest;
  const classes: DataCheck["classes"] = {};
  for (const label of orderClasses([...manifest.classes, ...rejected.map((file) => file.label)])) {
    const images = radiographs.filter((radiograph) => radiograph.label === label);
    const refused = rejected.filter((file) => file.label === label);
    const splits = images.map(({ split }) => split).filter((split): split is SplitName => split !== undefined);
    classes[label] = {
      readable: images.length,
      ...countBy(splits),
      refused: refused.length,
      ...countBy(refused.map(({ reason }) => reason)),
    };
  }
  return {
    source,
    root,
    digest,
    files: radiographs.length + rejected.length,
    readable: radiographs.length,
    distinctContents: new Set(radiographs.map(({ sha256 }) => sha256)).size,
    groups: new Set(radiographs.map(({ group }) => group)).size,
    ignoredFiles: manifest.ignoredFiles ?? 0,
    classes,
    formats: countBy(radiographs.map(({ format }) => format)),
    regions: countBy(radiographs.flatMap(({ region }) => (region === undefined ? [] : [region]))),
    rejected,
    leaks: findLeaks(manifest),
  };
}

/** How often each name occurs, in order of the names. */
function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
