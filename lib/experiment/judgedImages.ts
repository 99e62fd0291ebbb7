import type { DataConfig } from "../data/config.js";
import { matchSplit, partsOf } from "../data/matchSplit.js";
import { regroup } from "../data/regroup.js";
import { splitByGroup, splitNames, type Parts } from "../data/split.js";
import type { SplitRow } from "../data/splitCsv.js";
import type { Manifest, Radiograph, SplitName } from "../data/types.js";
import type { OpenedRun } from "./savedRun.js";

export interface JudgedImages {
  radiographs: readonly Radiograph[];
  /** "all" for an unsplit set from elsewhere. */
  part: SplitName | "all";
  /** Whether the set is the one that the run was trained on, or what is left or has become of it. */
  isOwnData: boolean;
  /** Images of the run's part that the set no longer holds; 0 for another set. */
  missing: number;
  /** Images of the set that the run's split does not name: in no part of it, but in "all"; 0 for another set. */
  unknown: number;
  /** Images of the run whose label in the set is another now; the new label counts. 0 for another set. */
  relabelled: number;
}

/**
 * Which images of a set a run is judged on.
 *
 * Own data are a set that shares more than half of its images, by content, with the run's split, or holds more than half of
 * those that the split names. Each known image stays in the part and group that it had then, so that files that are gone or
 * new never put a training image among the test images; unknown ones are in no part, but in "all". There they join the
 * groups that now tie them to known ones.
 *
 * Another set keeps its own test part, whatever else it holds; an unsplit one is divided as the config says.
 * @param wanted left out: test of a set that comes split or that the run was trained on, else all of it
 */
export function judgedImages(
  run: Pick<OpenedRun, "saved" | "split">,
  manifest: Manifest,
  data: Pick<DataConfig, "split" | "splitSeed">,
  wanted: SplitName | "all" | undefined,
): JudgedImages {
  const own = ownImages(run, manifest);
  if (own) return judgedOfOwn(own, manifest, wanted ?? "test");
  const isSplit = manifest.radiographs.some(({ split }) => split !== undefined);
  const part = wanted ?? (isSplit ? "test" : "all");
  const other = { part, isOwnData: false, missing: 0, unknown: 0, relabelled: 0 };
  if (part === "all") return { ...other, radiographs: manifest.radiographs };
  const radiographs = isSplit
    ? manifest.radiographs.filter(({ split }) => split === part)
    : splitByGroup(manifest, { shares: data.split, seed: data.splitSeed })[part];
  return { ...other, radiographs };
}

interface OwnImages {
  /** Of the images that the run knows, in the groups that they had then. */
  parts: Parts;
  groupsThen: ReadonlyMap<Radiograph, string>;
  missing: readonly SplitRow[];
  unknown: number;
  relabelled: number;
}

function judgedOfOwn(own: OwnImages, manifest: Manifest, part: SplitName | "all"): JudgedImages {
  const { parts, groupsThen, missing, unknown, relabelled } = own;
  const found = { part, isOwnData: true, unknown, relabelled };
  if (part !== "all") {
    return { ...found, radiographs: parts[part], missing: missing.filter(({ split }) => split === part).length };
  }
  const radiographs =
    unknown === 0
      ? splitNames.flatMap((name) => parts[name])
      : regroup(manifest, [(radiograph) => groupsThen.get(radiograph)]).radiographs;
  return { ...found, radiographs, missing: missing.length };
}

/** @returns undefined for another set */
function ownImages({ saved, split }: Pick<OpenedRun, "saved" | "split">, manifest: Manifest): OwnImages | undefined {
  const { radiographs } = manifest;
  if (split === undefined) {
    // A run from before splits were written down: they followed from the data and the config.
    if (manifest.digest !== saved.dataDigest) return undefined;
    const parts = splitByGroup(manifest, { shares: saved.config.data.split, seed: saved.config.data.splitSeed });
    return { parts, groupsThen: new Map(), missing: [], unknown: 0, relabelled: 0 };
  }
  const { rows, missing, changed, relabelled } = matchSplit(radiographs, split);
  const known = radiographs.flatMap((radiograph, i) => {
    const row = rows[i];
    return row ? [{ radiograph, row, asThen: { ...radiograph, group: row.group } }] : [];
  });
  if (2 * known.length <= Math.min(radiographs.length, split.length)) return undefined;
  return {
    parts: partsOf(
      known.map(({ asThen }) => asThen),
      { rows: known.map(({ row }) => row) },
    ),
    groupsThen: new Map(known.map(({ radiograph, row }) => [radiograph, row.group])),
    missing: [...missing, ...changed],
    unknown: radiographs.length - known.length,
    relabelled: relabelled.length,
  };
}
