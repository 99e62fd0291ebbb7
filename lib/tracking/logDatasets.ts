import { createHash } from "node:crypto";
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

/** One data set a split; its digest changes with the images, labels and groups in it, and not with their place or order. */
export function datasetInputs({ manifest, splits }: DatasetParts): DatasetInput[] {
  return Object.entries(splits).map(([split, radiographs]) => ({
    name: `${manifest.source}-${split}`,
    digest: digestOf(radiographs),
    ...sourceOf(manifest),
    schema: JSON.stringify({ mlflow_colspec: COLUMNS }),
    profile: JSON.stringify(profileOf(manifest, radiographs)),
    context: split,
  }));
}

function digestOf(radiographs: readonly Radiograph[]): string {
  const rows = radiographs.map(({ sha256, label, group }) => JSON.stringify([sha256, label, group])).sort();
  return createHash("sha256").update(rows.join("\n")).digest("hex").slice(0, DIGEST_CHARS);
}

/** As MLflow's Python client reads it: simulated images come from code, others from a folder of the machine. */
function sourceOf({ source, root }: Manifest): Pick<DatasetInput, "sourceType" | "source"> {
  if (source !== "phantom") return { sourceType: "local", source: JSON.stringify({ uri: root }) };
  return { sourceType: "code", source: JSON.stringify({ tags: { "mlflow.source.name": "lib/data/phantom" } }) };
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
    manifestDigest: manifest.digest,
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
