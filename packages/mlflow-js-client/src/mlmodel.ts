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

/** One of the model's files, in JSON, as an example of its input. */
export interface InputExample {
  /** Such as "input_example.json". */
  path: string;
  /** What the JSON stands for: nested lists of numbers, pandas' {columns, data}, or itself. */
  type: "ndarray" | "dataframe" | "json_object";
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
    saved_input_example_info: input.inputExample && exampleInfo(input.inputExample),
    signature: input.signature && {
      inputs: schemaText(input.signature.inputs),
      outputs: schemaText(input.signature.outputs),
      params: null,
    },
    utc_time_created: new Date().toISOString().replace("T", " ").replace("Z", ""),
  };
  return { path: "MLmodel", content: Buffer.from(`${JSON.stringify(fields, null, 2)}\n`) };
}

/** @throws RangeError when the input example is none of the model's files */
export function checkInputExample({ inputExample, files }: ModelInput): void {
  if (inputExample === undefined || files.some(({ path }) => path === inputExample.path)) return;
  throw new RangeError(
    `Expected the input example among the model's files: ${files.map(({ path }) => path).join(", ")}. ` +
      `Received: ${inputExample.path}`,
  );
}

function exampleInfo({ path, type }: InputExample): object {
  return { artifact_path: path, type, ...(type === "dataframe" && { pandas_orient: "split" }) };
}

/** MLflow refuses an empty schema; null stands for none. */
function schemaText(specs: readonly TensorSpec[]): string | null {
  return specs.length === 0 ? null : JSON.stringify(specs.map(tensorField));
}

function tensorField(spec: TensorSpec): object {
  const name = spec.name === undefined ? {} : { name: spec.name };
  return { ...name, type: "tensor", "tensor-spec": { dtype: spec.dtype, shape: spec.shape } };
}
