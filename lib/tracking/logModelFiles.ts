import type { Registration } from "mlflow-js-client";
import type { TrackedRun } from "./trackedRun.js";

export interface ModelFiles {
  /** Shown in the UI, such as "cnn-baseline". */
  name: string;
  /** By name: model.json and weights.bin, and whatever else using the model takes. */
  files: Readonly<Record<string, Uint8Array>>;
  /** Side of the square input in pixels. */
  imageSize: number;
  /** Numbers that the network puts out for an image. */
  outputs: number;
  /** [imageSize, imageSize] in [0, 1]: an input to try the model with. */
  example?: Float32Array;
  params?: Readonly<Record<string, string>>;
  /** Also makes it a version of a registered model. */
  register?: Registration;
  /** The epoch that the weights are of. */
  epoch?: number;
}

const exampleFile = "input_example.json";

/**
 * Logs a TFJS layers model as one of MLflow's models, with its signature; READY once it is on the server.
 * @returns undefined while it waits in the spool
 */
export async function logModelFiles(run: TrackedRun, model: ModelFiles): Promise<{ modelId: string | undefined }> {
  const { name, files, imageSize, outputs, params, epoch, example, register } = model;
  const all = { ...files, ...(example && { [exampleFile]: exampleJson(example, imageSize) }) };
  const receipt = await run.mlflow.model(
    {
      name,
      modelType: "classifier",
      files: Object.entries(all).map(([path, content]) => ({ path, content })),
      flavors: { tfjs: { format: "layers-model", model: "model.json", weights: "weights.bin" } },
      signature: {
        inputs: [{ dtype: "float32", shape: [-1, imageSize, imageSize, 1] }],
        outputs: [{ dtype: "float32", shape: [-1, outputs] }],
      },
      ...(example && { inputExample: { path: exampleFile, type: "ndarray" as const } }),
      ...(params && { params }),
      ...(epoch !== undefined && { step: epoch }),
    },
    register && { register },
  );
  return { modelId: receipt.modelId };
}

/** [1, imageSize, imageSize, 1] as MLflow keeps an array: nested lists. Three decimals tell 256 greys apart. */
function exampleJson(pixels: Float32Array, imageSize: number): Uint8Array {
  const rows = Array.from({ length: imageSize }, (_, y) =>
    Array.from(pixels.subarray(y * imageSize, (y + 1) * imageSize), (grey) => [Math.round(grey * 1000) / 1000]),
  );
  return new TextEncoder().encode(JSON.stringify([rows]));
}
