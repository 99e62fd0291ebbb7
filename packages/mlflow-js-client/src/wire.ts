/** MLflow's JSON (snake_case, key-value lists, int64 as text, absent when empty) into this package's entities. */
import type {
  ArtifactEntry,
  Experiment,
  LoggedModel,
  LoggedModelStatus,
  Metric,
  ModelMetric,
  Run,
  RunStatus,
} from "./entities.js";

export interface KeyValue {
  key: string;
  value?: string;
}

export interface WireExperiment {
  experiment_id: string;
  name: string;
  artifact_location?: string;
  lifecycle_stage?: string;
  creation_time?: number | string;
  last_update_time?: number | string;
  tags?: KeyValue[];
}

export interface WireMetric {
  key: string;
  /** "NaN", "Infinity", "-Infinity" as text. */
  value?: number | string;
  timestamp?: number | string;
  step?: number | string;
  model_id?: string;
  dataset_name?: string;
  dataset_digest?: string;
  run_id?: string;
}

export interface WireRun {
  info: {
    run_id: string;
    run_name?: string;
    experiment_id: string;
    status?: RunStatus;
    start_time?: number | string;
    end_time?: number | string;
    artifact_uri?: string;
    lifecycle_stage?: string;
  };
  data?: { metrics?: WireMetric[]; params?: KeyValue[]; tags?: KeyValue[] };
  inputs?: {
    dataset_inputs?: { tags?: KeyValue[]; dataset: WireDataset }[];
    model_inputs?: { model_id: string }[];
  };
  outputs?: { model_outputs?: { model_id: string }[] };
}

export interface WireDataset {
  name: string;
  digest: string;
  source_type?: string;
  source?: string;
  schema?: string;
  profile?: string;
}

export interface WireModel {
  info: {
    model_id: string;
    name?: string;
    model_type?: string;
    experiment_id: string;
    source_run_id?: string;
    status?: string;
    artifact_uri?: string;
    creation_timestamp_ms?: number | string;
    last_updated_timestamp_ms?: number | string;
    tags?: KeyValue[];
  };
  data?: { params?: KeyValue[]; metrics?: WireMetric[] };
}

export function toExperiment(wire: WireExperiment): Experiment {
  return {
    experimentId: wire.experiment_id,
    name: wire.name,
    artifactLocation: wire.artifact_location ?? "",
    isDeleted: wire.lifecycle_stage === "deleted",
    creationTimeMs: Number(wire.creation_time ?? 0),
    updateTimeMs: Number(wire.last_update_time ?? 0),
    tags: toRecord(wire.tags),
  };
}

export function toRun({ info, data, inputs, outputs }: WireRun): Run {
  return {
    runId: info.run_id,
    experimentId: info.experiment_id,
    name: info.run_name ?? "",
    status: info.status ?? "RUNNING",
    startTimeMs: Number(info.start_time ?? 0),
    endTimeMs: info.end_time === undefined || Number(info.end_time) === 0 ? undefined : Number(info.end_time),
    artifactUri: info.artifact_uri ?? "",
    isDeleted: info.lifecycle_stage === "deleted",
    metrics: Object.fromEntries((data?.metrics ?? []).map((metric) => [metric.key, Number(metric.value ?? 0)])),
    params: toRecord(data?.params),
    tags: toRecord(data?.tags),
    datasets: (inputs?.dataset_inputs ?? []).map(({ dataset, tags }) => ({
      name: dataset.name,
      digest: dataset.digest,
      sourceType: dataset.source_type ?? "",
      source: dataset.source ?? "",
      schema: dataset.schema,
      profile: dataset.profile,
      context: toRecord(tags)["mlflow.data.context"],
    })),
    modelIds: (outputs?.model_outputs ?? []).map((output) => output.model_id),
    inputModelIds: (inputs?.model_inputs ?? []).map((input) => input.model_id),
  };
}

export function toMetric(wire: WireMetric): Metric {
  return {
    key: wire.key,
    value: Number(wire.value ?? 0),
    timestampMs: Number(wire.timestamp ?? 0),
    step: Number(wire.step ?? 0),
    ...(wire.model_id && { modelId: wire.model_id }),
    ...(wire.dataset_name && { dataset: { name: wire.dataset_name, digest: wire.dataset_digest ?? "" } }),
  };
}

export function toModelMetric(wire: WireMetric): ModelMetric {
  return { ...toMetric(wire), runId: wire.run_id ?? "" };
}

/** JSON has no NaN and no infinities: MLflow reads them as text. */
export function fromMetric(metric: Metric): WireMetric {
  const value = Number.isFinite(metric.value) ? metric.value : String(metric.value);
  const wire: WireMetric = { key: metric.key, value, timestamp: metric.timestampMs, step: metric.step };
  if (metric.modelId !== undefined) wire.model_id = metric.modelId;
  if (metric.dataset !== undefined) {
    wire.dataset_name = metric.dataset.name;
    wire.dataset_digest = metric.dataset.digest;
  }
  return wire;
}

export function toModel({ info, data }: WireModel): LoggedModel {
  return {
    modelId: info.model_id,
    name: info.name ?? "",
    modelType: info.model_type ?? "",
    experimentId: info.experiment_id,
    sourceRunId: info.source_run_id,
    status: (info.status ?? "LOGGED_MODEL_PENDING")
      .replace("LOGGED_MODEL_", "")
      .replace(/^UPLOAD_/, "") as LoggedModelStatus,
    artifactUri: info.artifact_uri ?? "",
    creationTimeMs: Number(info.creation_timestamp_ms ?? 0),
    updateTimeMs: Number(info.last_updated_timestamp_ms ?? 0),
    params: toRecord(data?.params),
    tags: toRecord(info.tags),
    metrics: (data?.metrics ?? []).map(toModelMetric),
  };
}

export function toArtifactEntry(wire: { path: string; is_dir?: boolean; file_size?: number | string }): ArtifactEntry {
  const isFolder = wire.is_dir === true;
  return { path: wire.path, isFolder, sizeBytes: isFolder ? undefined : Number(wire.file_size ?? 0) };
}

export function toRecord(pairs: readonly KeyValue[] | undefined): Record<string, string> {
  return Object.fromEntries((pairs ?? []).map((pair) => [pair.key, pair.value ?? ""]));
}

export function toKeyValues(record: Readonly<Record<string, string>>): Required<KeyValue>[] {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}
