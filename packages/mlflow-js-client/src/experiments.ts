import type { Experiment } from "./entities.js";
import { checkKey, checkLength, LIMITS } from "./limits.js";
import { MlflowError } from "./mlflowError.js";
import { VIEWS } from "./restApi.js";
import type { RestApi, View } from "./restApi.js";
import { toExperiment, toKeyValues } from "./wire.js";
import type { WireExperiment } from "./wire.js";

export interface SearchExperimentsOptions {
  /** MLflow's search language, such as "name LIKE 'bones%' AND tags.stage = 'final'". */
  filter?: string;
  /** Such as ["last_update_time DESC"]. Default: the newest first. */
  orderBy?: readonly string[];
  /** Default "active". */
  view?: View;
  /** Experiments a request; at most 50,000. Default 1,000. */
  pageSize?: number;
}

/** Experiments: named groups of runs. Every method throws MlflowError when the server refuses or can't be reached. */
export class Experiments {
  readonly #api: RestApi;

  constructor(api: RestApi) {
    this.#api = api;
  }

  /** Deleted ones included. @throws MlflowError RESOURCE_DOES_NOT_EXIST */
  async get(experimentId: string): Promise<Experiment> {
    const reply = await this.#api.get("experiments/get", { experiment_id: experimentId }, "experiment");
    return toExperiment((reply as { experiment: WireExperiment }).experiment);
  }

  /** Deleted ones included, since their name stays taken; undefined when there is none. */
  async getByName(name: string): Promise<Experiment | undefined> {
    try {
      const reply = await this.#api.get("experiments/get-by-name", { experiment_name: name }, "experiment");
      return toExperiment((reply as { experiment: WireExperiment }).experiment);
    } catch (error) {
      if (error instanceof MlflowError && error.errorCode === "RESOURCE_DOES_NOT_EXIST") return undefined;
      throw error;
    }
  }

  /** Pages are fetched as the loop goes on; break ends it. */
  async *search(options: SearchExperimentsOptions = {}): AsyncGenerator<Experiment> {
    const fetchPage = (pageToken: string | undefined): Promise<object> =>
      this.#api.postIdempotent("experiments/search", {
        filter: options.filter,
        order_by: options.orderBy,
        view_type: VIEWS[options.view ?? "active"],
        max_results: options.pageSize ?? 1000,
        page_token: pageToken,
      });
    yield* this.#api.items("experiments", toExperiment, fetchPage);
  }

  /**
   * @param options.name unique on the server, at most 500 characters
   * @returns the new experiment's id
   * @throws MlflowError RESOURCE_ALREADY_EXISTS
   */
  async create(options: { name: string; artifactLocation?: string; tags?: Record<string, string> }): Promise<string> {
    checkLength("an experiment name", options.name, LIMITS.experimentNameChars);
    const { name, artifactLocation, tags = {} } = options;
    const json = { name, artifact_location: artifactLocation, tags: toKeyValues(tags) };
    const reply = await this.#api.post("experiments/create", json, "experiment_id");
    return (reply as { experiment_id: string }).experiment_id;
  }

  /**
   * The id of the experiment of that name: found, brought back if deleted, or created. Safe when many ask at once.
   * @param tags for a new one; one that exists keeps its own
   */
  async getOrCreate(name: string, tags: Record<string, string> = {}): Promise<string> {
    const found = await this.getByName(name);
    if (found === undefined) {
      try {
        return await this.create({ name, tags });
      } catch (error) {
        // Another process was faster, or our own create succeeded and its answer was lost.
        const created = await this.getByName(name);
        if (created === undefined) throw error;
        return created.experimentId;
      }
    }
    if (found.isDeleted) await this.restore(found.experimentId);
    return found.experimentId;
  }

  /** @param changes.name at most 500 characters @throws RangeError; MlflowError when another experiment has it */
  async update(experimentId: string, changes: { name: string }): Promise<void> {
    checkLength("an experiment name", changes.name, LIMITS.experimentNameChars);
    await this.#api.postIdempotent("experiments/update", { experiment_id: experimentId, new_name: changes.name });
  }

  /** One request a tag. @param tags values of at most 20,000 characters @throws RangeError before anything is sent */
  async setTags(experimentId: string, tags: Readonly<Record<string, string>>): Promise<void> {
    for (const [key, value] of Object.entries(tags)) {
      checkKey("a tag name", key);
      checkLength(`a value of tag ${key}`, value, LIMITS.experimentTagValueChars);
    }
    for (const [key, value] of Object.entries(tags)) {
      await this.#api.postIdempotent("experiments/set-experiment-tag", { experiment_id: experimentId, key, value });
    }
  }

  /** @throws MlflowError when there is no such tag */
  async deleteTag(experimentId: string, key: string): Promise<void> {
    await this.#api.postIdempotent("experiments/delete-experiment-tag", { experiment_id: experimentId, key });
  }

  /** Hides it and its runs; the name stays taken. */
  async delete(experimentId: string): Promise<void> {
    await this.#api.post("experiments/delete", { experiment_id: experimentId });
  }

  async restore(experimentId: string): Promise<void> {
    await this.#api.post("experiments/restore", { experiment_id: experimentId });
  }
}
