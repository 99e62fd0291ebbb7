import { buildManifest, compareText } from "./manifest.js";
import type { Manifest, Radiograph } from "./types.js";

/** Radiographs whose copies were found under both labels, counted. */
export interface Contradictions {
  radiographs: number;
  /** That show them. */
  files: number;
  /** Paths of some files of the first few. */
  examples: string[][];
  /** Whether these files were left out, as `data.contradictoryCopies` says. */
  dropped: boolean;
}

/**
 * Which files show one radiograph and have different labels.
 * @param radiographOf by SHA-256, a name that all contents of one radiograph share
 * @returns their paths, a list each
 */
export function contradictionsIn(
  radiographs: readonly Pick<Radiograph, "path" | "label" | "sha256">[],
  radiographOf: ReadonlyMap<string, string>,
): string[][] {
  const found = new Map<string, { labels: Set<string>; paths: string[] }>();
  for (const { path, label, sha256 } of radiographs) {
    const name = radiographOf.get(sha256) ?? sha256;
    const { labels, paths } = found.get(name) ?? { labels: new Set(), paths: [] };
    found.set(name, { labels: labels.add(label), paths: [...paths, path] });
  }
  return [...found.values()].filter(({ labels }) => labels.size > 1).map(({ paths }) => paths.sort(compareText));
}

/** A set less such files, which are listed among those left out. */
export function leaveOut(manifest: Manifest, files: readonly string[][]): Manifest {
  const others = new Map(
    files.flatMap((paths) => paths.map((path) => [path, paths.filter((other) => other !== path)])),
  );
  const isOut = ({ path }: Radiograph): boolean => others.has(path);
  const rejected = manifest.radiographs.filter(isOut).map(({ path, label, split }) => ({
    path,
    label,
    reason: "contradictory label" as const,
    detail: `copies of it have another label: ${others.get(path)!.slice(0, 3).join(", ")}`,
    ...(split !== undefined && { split }),
  }));
  return buildManifest({
    ...manifest,
    radiographs: manifest.radiographs.filter((radiograph) => !isOut(radiograph)),
    rejected: [...manifest.rejected, ...rejected],
  });
}

export function countContradictions(found: readonly string[][], dropped: boolean): Contradictions {
  const examples = found.slice(0, 3).map((paths) => paths.slice(0, 3));
  return { radiographs: found.length, files: found.flat().length, examples, dropped };
}

/** A warning in one sentence; undefined where there is nothing to warn of. */
export function contradictionsNotice(found: Contradictions | undefined): string | undefined {
  if (!found || found.radiographs === 0) return undefined;
  const { radiographs, files, examples, dropped } = found;
  const some = examples.map((paths) => paths.join(" with ")).join("; ");
  return (
    `CONTRADICTORY LABELS: copies under both labels of ${radiographs} ${radiographs === 1 ? "radiograph" : "radiographs"}, ` +
    `${files} files in all, such as ${some}${radiographs > examples.length ? "; … (npm run audit lists all)" : ""}: ` +
    (dropped
      ? "left out (data.contradictoryCopies=drop)."
      : "kept, though where they truly show one radiograph some of their labels are wrong; data.contradictoryCopies=drop leaves them out.")
  );
}
