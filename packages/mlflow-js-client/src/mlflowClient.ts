import type { ActiveRun } from "./activeRun.js";
import { ArtifactDownloads } from "./artifactDownloads.js";
import { Artifacts } from "./artifacts.js";
import { ArtifactUploads } from "./artifactUploads.js";
import { following, resolveOptions } from "./clientOptions.js";
import type { ClientOptions, ResolvedOptions } from "./clientOptions.js";
import { Experiments } from "./experiments.js";
import { LoggedModels } from "./loggedModels.js";
import { MlflowError } from "./mlflowError.js";
import { ModelVersions } from "./modelVersions.js";
import type { VersionSource } from "./modelVersions.js";
import { ObjectStore } from "./objectStore.js";
import { RegisteredModels } from "./registeredModels.js";
import { registerModel } from "./registerModel.js";
import type { Registration } from "./registerModel.js";
import type { ModelVersion } from "./registryEntities.js";
import { RestApi } from "./restApi.js";
import { withEnvironment } from "./runEnvironment.js";
import { Runs } from "./runs.js";
import { Transport } from "./transport.js";
import { withRun } from "./withRun.js";
import type { RunOutcome, WithRunOptions } from "./withRun.js";

/** A client of one MLflow tracking server. Holds no connection open that would keep the process alive. */
export class MlflowClient {
  /** Without credentials. */
  readonly trackingUri: string;
  readonly experiments: Experiments;
  readonly runs: Runs;
  readonly artifacts: Artifacts;
  readonly models: LoggedModels;
  readonly registeredModels: RegisteredModels;
  readonly modelVersions: ModelVersions;
  /** What ends this client's requests; undefined when nothing does. */
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly #api: RestApi;
  readonly #options: ClientOptions;
  readonly #resolved: ResolvedOptions;

  /**
   * @param resolved @internal shared by clients that differ in their signal only
   * @throws TypeError on a tracking URI, credentials or certificates that can't be used, or no tracking URI
   */
  constructor(options: ClientOptions = {}, resolved: ResolvedOptions = resolveOptions(options)) {
    this.#options = options;
    this.#resolved = resolved;
    this.trackingUri = resolved.trackingUri.href.replace(/\/$/, "");
    this.signal = resolved.signal;
    this.timeoutMs = resolved.timeoutMs;
    this.#api = new RestApi(new Transport(resolved));
    this.experiments = new Experiments(this.#api);
    this.runs = new Runs(this.#api);
    const store = new ObjectStore(resolved);
    this.artifacts = new Artifacts(
      this.#api,
      new ArtifactUploads(this.#api, store, resolved.multipart),
      new ArtifactDownloads(this.#api.transport, store, resolved.multipart),
    );
    this.models = new LoggedModels(this.#api, this.artifacts);
    this.registeredModels = new RegisteredModels(this.#api);
    this.modelVersions = new ModelVersions(this.#api);
  }

  /**
   * This client, but every request, upload, download, pause before a retry and search ends with the signal's reason once
   * it is aborted; whichever is first, if the client had a signal already. Connections are shared.
   */
  withSignal(signal: AbortSignal): MlflowClient {
    return this.#with(following(signal, ...(this.signal === undefined ? [] : [this.signal])));
  }

  /** Whether an MLflow server answers right now: one request, no retry. */
  async isReachable(timeoutMs = 3000): Promise<boolean> {
    try {
      await this.#api.transport.json({
        method: "POST",
        path: "/api/2.0/mlflow/experiments/search",
        json: { max_results: 1 },
        idempotent: true,
        attempts: 1,
        timeoutMs,
      });
      return true;
    } catch (error) {
      if (error instanceof MlflowError) return false;
      throw error;
    }
  }

  /**
   * Creates a run, hands it to `body` and closes it: FINISHED when the body returns, FAILED with the error as tag `error`
   * when it throws (and throws on), KILLED when `signal`, or the client's own, was aborted by then. When this resolves, everything recorded is
   * on the server or in the spool; the outcome says which. A process that exits in mid-run leaves what it can in the spool.
   * @throws MlflowError when the server refuses the run, or is away and there is no spool; the signal's reason when it is
   *   aborted before the run has begun; whatever `body` throws
   */
  async withRun<T>(options: WithRunOptions, body: (run: ActiveRun) => Promise<T>): Promise<RunOutcome<T>> {
    this.signal?.throwIfAborted();
    const signals = [this.signal, options.signal].flatMap((signal) => signal ?? []);
    const resolved = withEnvironment(options, this.#options.env ?? process.env);
    // What was recorded before the signal still has to be sent.
    return withRun(this.#with(undefined), { ...resolved, signal: AbortSignal.any(signals) }, body);
  }

  /**
   * Registers a logged model, or a folder of a run's artifacts, as a new version of a registered model (created when there
   * is none), waits until it is READY and points the aliases to it. One call makes one version, lost answers or not.
   * @throws RangeError on a name, alias or tag that MLflow would refuse; MlflowError; Error when the registration fails
   */
  async registerModel(source: VersionSource, registration: Registration): Promise<ModelVersion> {
    return registerModel(this, source, registration);
  }

  #with(signal: AbortSignal | undefined): MlflowClient {
    return signal === this.signal ? this : new MlflowClient(this.#options, { ...this.#resolved, signal });
  }
}
