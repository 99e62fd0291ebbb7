export type { ActiveRun, ParamValue } from "./activeRun.js";
export type { Artifacts } from "./artifacts.js";
export { ArtifactsNotServedError } from "./artifactsNotServed.js";
export type { ArtifactOwner } from "./artifactUploads.js";
export type { Batch } from "./batch.js";
export type { Auth, ClientOptions, MultipartOptions } from "./clientOptions.js";
export type { ArtifactFile, Content } from "./content.js";
export type {
  ArtifactEntry,
  DatasetInput,
  Experiment,
  LoggedModel,
  LoggedModelStatus,
  Metric,
  ModelMetric,
  Run,
  RunDataset,
  RunStatus,
} from "./entities.js";
export type { Experiments, SearchExperimentsOptions } from "./experiments.js";
export type { FigureForms } from "./figures.js";
export type { ImageOptions } from "./images.js";
export { LIMITS } from "./limits.js";
export type { LoggedModels, ModelInput, SearchModelsOptions } from "./loggedModels.js";
export { MlflowClient } from "./mlflowClient.js";
export { MlflowError } from "./mlflowError.js";
export type { RequestSummary } from "./mlflowError.js";
export type { InputExample, ModelSignature, TensorSpec } from "./mlmodel.js";
export type { CreateModelVersionOptions, ModelVersions, VersionSource } from "./modelVersions.js";
export type { CreateRegisteredModelOptions, RegisteredModels, SearchRegistryOptions } from "./registeredModels.js";
export type { Registration } from "./registerModel.js";
export type { ModelVersion, ModelVersionStatus, RegisteredModel } from "./registryEntities.js";
export { replaySpool } from "./replaySpool.js";
export type { ReplayOptions } from "./replaySpool.js";
export type { RetryPolicy } from "./retry.js";
export type { View } from "./restApi.js";
export type { CreateRunOptions, Runs, SampledHistoryOptions, SearchRunsOptions } from "./runs.js";
export type { RunWarning } from "./runTroubles.js";
export type { Receipt } from "./runWriter.js";
export type { ReplayedRun } from "./sendJournal.js";
export type { ContentStream } from "./streamedFile.js";
export type { TableCell, TableRow } from "./tables.js";
export type { TlsOptions } from "./tlsOptions.js";
export type { RunOutcome, WithRunOptions } from "./withRun.js";
