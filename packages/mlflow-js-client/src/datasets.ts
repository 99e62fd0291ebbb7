import type { DatasetInput } from "./entities.js";
import { checkLength, LIMITS } from "./limits.js";

/** Dataset inputs as `runs/log-inputs` takes them. @throws RangeError when a field is longer than the server takes */
export function datasetInputs(datasets: readonly DatasetInput[]): object[] {
  return datasets.map((dataset) => {
    checkDataset(dataset);
    const { name, digest, sourceType, source, schema, profile, context } = dataset;
    return {
      tags: context === undefined ? [] : [{ key: "mlflow.data.context", value: context }],
      dataset: { name, digest, source_type: sourceType, source, schema, profile },
    };
  });
}

/** @throws RangeError naming the field that is too long */
export function checkDataset(dataset: DatasetInput): void {
  checkLength("a dataset name", dataset.name, LIMITS.datasetNameChars);
  checkLength("a dataset digest", dataset.digest, LIMITS.datasetDigestChars);
  checkLength("a dataset source", dataset.source, LIMITS.datasetSourceChars);
  checkLength("a dataset schema", dataset.schema ?? "", LIMITS.datasetSchemaChars);
  checkLength("a dataset profile", dataset.profile ?? "", LIMITS.datasetProfileChars);
}
