import type { DataConfig } from "../data/config.js";
import { isWholeMatch, matchSplit, partsOf } from "../data/matchSplit.js";
import { splitByGroup, splitNames, type Parts } from "../data/split.js";
import type { Manifest, Radiograph, SplitName } from "../data/types.js";
import type { OpenedRun } from "./savedRun.js";

export interface JudgedImages {
  radiographs: readonly Radiograph[];
  /** "all" for an unsplit set from elsewhere. */
  part: SplitName | "all";
  /** Whether the set is the one that the run was trained on. */
  isOwnData: boolean;
}

/**
 * Which images of a set a run is judged on. On its own data these are exactly those of its split, in the groups that it
 * had then; another set keeps its own test part, whatever else it holds.
 * @param wanted left out: test of a set that comes split or that the run was trained on, else all of it
 */
export function judgedImages(
  run: Pick<OpenedRun, "saved" | "split">,
  manifest: Manifest,
  data: Pick<DataConfig, "split" | "splitSeed">,
  wanted: SplitName | "all" | undefined,
): JudgedImages {
  const own = ownParts(run, manifest);
  const comesSplit = manifest.radiographs.some(({ split }) => split !== undefined);
  const part = wanted ?? (own || comesSplit ? "test" : "all");
  const isOwnData = own !== undefined;
  if (part === "all") {
    return { radiographs: own ? splitNames.flatMap((name) => own[name]) : manifest.radiographs, part, isOwnData };
  }
  if (own) return { radiographs: own[part], part, isOwnData };
  const radiographs = comesSplit
    ? manifest.radiographs.filter(({ split }) => split === part)
    : splitByGroup(manifest, { shares: data.split, seed: data.splitSeed })[part];
  return { radiographs, part, isOwnData };
}

/** The run's parts, when the set holds exactly its images. */
function ownParts({ saved, split }: Pick<OpenedRun, "saved" | "split">, manifest: Manifest): Parts | undefined {
  if (split === undefined) {
    // A run from before splits were written down: they followed from the data and the config.
    if (manifest.digest !== saved.dataDigest) return undefined;
    return splitByGroup(manifest, { shares: saved.config.data.split, seed: saved.config.data.splitSeed });
  }
  const match = matchSplit(manifest.radiographs, split);
  if (!isWholeMatch(match)) return undefined;
  const asThen = manifest.radiographs.map((radiograph, i) => ({ ...radiograph, group: match.rows[i]!.group }));
  return partsOf(asThen, match);
}
