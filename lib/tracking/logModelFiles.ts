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
  params?: Readonly<Record<string, string>>;
  /** The epoch that the weights are of. */
  epoch?: number;
}

/** Logs a TFJS layers model as one of MLflow's models, with its signature; READY once it is on the server. */
export async function logModelFiles(run: TrackedRun, model: ModelFiles): Promise<{ modelId: string | undefined }> {
  const { name, files, imageSize, outputs, params, epoch } = model;
  const receipt = await run.mlflow.model({
    name,
    files: Object.entries(files).map(([path, content]) => ({ path, content })),
    flavors: { tfjs: { format: "layers-model", model: "model.json", weights: "weights.bin" } },
    signature: {
      inputs: [{ dtype: "float32", shape: [-1, imageSize, imageSize, 1] }],
      outputs: [{ dtype: "float32", shape: [-1, outputs] }],
    },
    ...(params && { params }),
    ...(epoch !== undefined && { step: epoch }),
  });
  return { modelId: receipt.modelId };
}
