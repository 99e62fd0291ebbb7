/** What the server keeps, in the client's own words: camelCase, times in ms since 1970, maps instead of key-value lists. */

export type RunStatus = "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";

export interface Experiment {
  experimentId: string;
  name: string;
  artifactLocation: string;
  isDeleted: boolean;
  creationTimeMs: number;
  updateTimeMs: number;
  tags: Record<string, string>;
}

export interface Run {
  runId: string;
  experimentId: string;
  name: string;
  status: RunStatus;
  startTimeMs: number;
  /** Undefined while it runs. */
  endTimeMs: number | undefined;
  artifactUri: string;
  isDeleted: boolean;
  /** The latest value of each. */
  metrics: Record<string, number>;
  params: Record<string, string>;
  tags: Record<string, string>;
  datasets: RunDataset[];
  /** Logged models that this run put out, in no order: `models.get` tells each one's time of creation. */
  modelIds: string[];
  /** Logged models that this run used. */
  inputModelIds: string[];
}

export interface RunDataset {
  name: string;
  digest: string;
  sourceType: string;
  source: string;
  schema: string | undefined;
  profile: string | undefined;
  /** "train", "validation", "test", … */
  context: string | undefined;
}

/** One point of a metric's history. */
export interface Metric {
  key: string;
  /** NaN and the infinities are kept. */
  value: number;
  timestampMs: number;
  step: number;
  /** The logged model that it judges, besides the run. */
  modelId?: string;
  /** The data set that it was measured on, as `logInputs` named it. */
  dataset?: { name: string; digest: string };
}

/** A data set that a run used. */
export interface DatasetInput {
  name: string;
  /** At most 36 characters; name and digest together are its identity within an experiment. */
  digest: string;
  /** Such as "local", "http", "code". */
  sourceType: string;
  /** Where it came from: any text, most often JSON. */
  source: string;
  /** JSON text; the UI reads MLflow's column and tensor schemas. */
  schema?: string;
  /** JSON text: counts and statistics. */
  profile?: string;
  /** What the run used it for: "train", "validation", "test". */
  context?: string;
}

export interface ArtifactEntry {
  /** From the root of the artifact folder. */
  path: string;
  isFolder: boolean;
  sizeBytes: number | undefined;
}

export type LoggedModelStatus = "PENDING" | "READY" | "FAILED";

export interface LoggedModel {
  modelId: string;
  name: string;
  /** Free text such as "classifier". */
  modelType: string;
  experimentId: string;
  sourceRunId: string | undefined;
  status: LoggedModelStatus;
  artifactUri: string;
  creationTimeMs: number;
  updateTimeMs: number;
  params: Record<string, string>;
  tags: Record<string, string>;
  /** The latest of each metric, data set and run. */
  metrics: ModelMetric[];
}

/** A metric of a logged model, with the run that measured it. */
export interface ModelMetric extends Metric {
  runId: string;
}
