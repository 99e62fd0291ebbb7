import { bodyOf } from "./content.js";
import type { ArtifactFile } from "./content.js";
import type { LoggedModel } from "./entities.js";
import type { ModelInput } from "./loggedModels.js";

/** Shapes and types of what goes in and comes out; -1 stands for any size, most often the batch. */
export interface ModelSignature {
  inputs: readonly TensorSpec[];
  outputs: readonly TensorSpec[];
}

export interface TensorSpec {
  name?: string;
  /** numpy's name, such as "float32". */
  dtype: string;
  shape: readonly number[];
}

/**
 * The MLmodel file by which MLflow's UI and Python client recognise a model folder. MLmodel is YAML; this one is written
 * as JSON, which YAML includes.
 */
export async function mlmodelFile(model: LoggedModel, input: ModelInput): Promise<ArtifactFile> {
  const sizes = await Promise.all(input.files.map(async (file) => (await bodyOf(file.content)).sizeBytes));
  const fields = {
    artifact_path: model.artifactUri,
    flavors: input.flavors,
    model_id: model.modelId,
    model_size_bytes: sizes.reduce((sum, size) => sum + size, 0),
    model_uuid: model.modelId,
    run_id: model.sourceRunId,
    signature: input.signature && {
      inputs: schemaText(input.signature.inputs),
      outputs: schemaText(input.signature.outputs),
      params: null,
    },
    utc_time_created: new Date().toISOString().replace("T", " ").replace("Z", ""),
  };
  return { path: "MLmodel", content: Buffer.from(`${JSON.stringify(fields, null, 2)}\n`) };
}

/** MLflow refuses an empty schema; null stands for none. */
function schemaText(specs: readonly TensorSpec[]): string | null {
  return specs.length === 0 ? null : JSON.stringify(specs.map(tensorField));
}

function tensorField(spec: TensorSpec): object {
  const name = spec.name === undefined ? {} : { name: spec.name };
  return { ...name, type: "tensor", "tensor-spec": { dtype: spec.dtype, shape: spec.shape } };
}
