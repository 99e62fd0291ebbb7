import type { Experiment } from "./entities.js";
import { checkLength } from "./limits.js";
import { MlflowError } from "./mlflowError.js";
import type { RestApi } from "./restApi.js";
import { toExperiment, toKeyValues } from "./wire.js";
import type { WireExperiment } from "./wire.js";

/** Experiments: named groups of runs. */
export class Experiments {
  readonly #api: RestApi;

  constructor(api: RestApi) {
    this.#api = api;
  }

  /** Deleted ones included. @throws MlflowError RESOURCE_DOES_NOT_EXIST */
  async get(experimentId: string): Promise<Experiment> {
    const reply = await this.#api.get("experiments/get", { experiment_id: experimentId });
    return toExperiment((reply as { experiment: WireExperiment }).experiment);
  }

  /** Deleted ones included, since their name stays taken; undefined when there is none. */
  async getByName(name: string): Promise<Experiment | undefined> {
    try {
      const reply = await this.#api.get("experiments/get-by-name", { experiment_name: name });
      return toExperiment((reply as { experiment: WireExperiment }).experiment);
    } catch (error) {
      if (error instanceof MlflowError && error.errorCode === "RESOURCE_DOES_NOT_EXIST") return undefined;
      throw error;
    }
  }

  /**
   * @param options.name unique on the server, at most 500 characters
   * @returns the new experiment's id
   * @throws MlflowError RESOURCE_ALREADY_EXISTS
   */
  async create(options: { name: string; artifactLocation?: string; tags?: Record<string, string> }): Promise<string> {
    checkLength("an experiment name", options.name, 500);
    const reply = await this.#api.post("experiments/create", {
      name: options.name,
      artifact_location: options.artifactLocation,
      tags: toKeyValues(options.tags ?? {}),
    });
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

  /** Hides it and its runs; the name stays taken. */
  async delete(experimentId: string): Promise<void> {
    await this.#api.post("experiments/delete", { experiment_id: experimentId });
  }

  async restore(experimentId: string): Promise<void> {
    await this.#api.post("experiments/restore", { experiment_id: experimentId });
  }
}
