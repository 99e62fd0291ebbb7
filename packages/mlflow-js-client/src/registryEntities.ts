/** What the model registry keeps, in the client's own words, and MLflow's JSON turned into it. */
import { toRecord } from "./wire.js";
import type { KeyValue } from "./wire.js";

export interface RegisteredModel {
  name: string;
  description: string;
  creationTimeMs: number;
  updateTimeMs: number;
  tags: Record<string, string>;
  /** Version number by alias, such as { champion: 3 }. */
  aliases: Record<string, number>;
}

export type ModelVersionStatus = "PENDING_REGISTRATION" | "FAILED_REGISTRATION" | "READY";

/** One version of a registered model. */
export interface ModelVersion {
  name: string;
  /** 1, 2, 3, … */
  version: number;
  description: string;
  status: ModelVersionStatus;
  /** Why it failed. */
  statusMessage: string;
  /** Where its files are: models:/<model id>, or an artifact folder. */
  source: string;
  modelId: string | undefined;
  runId: string | undefined;
  creationTimeMs: number;
  updateTimeMs: number;
  tags: Record<string, string>;
  /** Empty in what `search` finds: MLflow leaves them out there. */
  aliases: string[];
}

export interface WireRegisteredModel {
  name: string;
  description?: string;
  creation_timestamp?: number | string;
  last_updated_timestamp?: number | string;
  tags?: KeyValue[];
  aliases?: { alias: string; version: string }[];
}

export interface WireModelVersion {
  name: string;
  version: string;
  description?: string;
  status?: ModelVersionStatus;
  status_message?: string;
  source?: string;
  model_id?: string;
  run_id?: string;
  creation_timestamp?: number | string;
  last_updated_timestamp?: number | string;
  tags?: KeyValue[];
  aliases?: string[];
}

export function toRegisteredModel(wire: WireRegisteredModel): RegisteredModel {
  return {
    name: wire.name,
    description: wire.description ?? "",
    creationTimeMs: Number(wire.creation_timestamp ?? 0),
    updateTimeMs: Number(wire.last_updated_timestamp ?? 0),
    tags: toRecord(wire.tags),
    aliases: Object.fromEntries((wire.aliases ?? []).map(({ alias, version }) => [alias, Number(version)])),
  };
}

export function toModelVersion(wire: WireModelVersion): ModelVersion {
  return {
    name: wire.name,
    version: Number(wire.version),
    description: wire.description ?? "",
    status: wire.status ?? "READY",
    statusMessage: wire.status_message ?? "",
    source: wire.source ?? "",
    // MLflow's SQL stores take a model id but do not give it back.
    modelId: wire.model_id || /^models:\/(m-[^/]+)$/.exec(wire.source ?? "")?.[1],
    runId: wire.run_id || undefined,
    creationTimeMs: Number(wire.creation_timestamp ?? 0),
    updateTimeMs: Number(wire.last_updated_timestamp ?? 0),
    tags: toRecord(wire.tags),
    aliases: wire.aliases ?? [],
  };
}
