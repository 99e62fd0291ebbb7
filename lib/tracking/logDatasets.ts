import type { DatasetInput } from "mlflow-js-client";
import type { Manifest, Radiograph, SplitName } from "../data/types.js";
import type { TrackedRun } from "./trackedRun.js";

/** MLflow keeps 36 characters of a digest: 144 bits of the SHA-256, ample to tell data sets apart. */
const DIGEST_CHARS = 36;

export interface DatasetParts {
  manifest: Manifest;
  /** What the run used of it; a split that is left out was not used. */
  splits: Readonly<Partial<Record<SplitName, readonly Radiograph[]>>>;
}

/** Logs which images a run used: one data set a split, with digest, counts by class and region, and what was left out. */
export async function logDatasets(run: TrackedRun, parts: DatasetParts): Promise<void> {
  await run.mlflow.datasets(datasetInputs(parts));
}

/** The name holds the split, since MLflow knows a data set by name and digest and the splits share the manifest's digest. */
export function datasetInputs({ manifest, splits }: DatasetParts): DatasetInput[] {
  return Object.entries(splits).map(([split, radiographs]) => ({
    name: `${manifest.source}-${split}`,
    digest: manifest.digest.slice(0, DIGEST_CHARS),
    sourceType: manifest.source === "phantom" ? "code" : "local",
    source: JSON.stringify({ source: manifest.source, uri: manifest.root }),
    schema: JSON.stringify({ mlflow_colspec: COLUMNS }),
    profile: JSON.stringify(profileOf(manifest, radiographs)),
    context: split,
  }));
}

const COLUMNS = [
  { name: "path", type: "string", required: true },
  { name: "label", type: "string", required: true },
  { name: "group", type: "string", required: true },
  { name: "region", type: "string", required: false },
  { name: "widthPixels", type: "integer", required: true },
  { name: "heightPixels", type: "integer", required: true },
  { name: "sha256", type: "string", required: true },
];

function profileOf(manifest: Manifest, radiographs: readonly Radiograph[]): object {
  return {
    num_rows: radiographs.length,
    groups: new Set(radiographs.map(({ group }) => group)).size,
    byClass: countBy(radiographs.map(({ label }) => label)),
    byRegion: countBy(radiographs.flatMap(({ region }) => region ?? [])),
    leftOutOfTheWholeSet: countBy(manifest.rejected.map(({ label, reason }) => `${label}: ${reason}`)),
  };
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
