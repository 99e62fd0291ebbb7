"""What MLflow's own Python client finds in a run, as JSON."""

import json
import sys
import tempfile
from pathlib import Path

import mlflow

client = mlflow.MlflowClient()
run = client.get_run(sys.argv[1])
history = {key: client.get_metric_history(run.info.run_id, key) for key in run.data.metrics}


texts = {}
with tempfile.TemporaryDirectory() as folder:
    client.download_artifacts(run.info.run_id, "", folder)
    for path in filter(Path.is_file, Path(folder).rglob("*")):
        texts[path.relative_to(folder).as_posix()] = path.read_bytes().decode("utf8", "replace")

models = []
for output in run.outputs.model_outputs if run.outputs else []:
    model = mlflow.get_logged_model(output.model_id)
    info = mlflow.models.get_model_info(f"models:/{model.model_id}")
    example = mlflow.models.Model.load(f"models:/{model.model_id}").load_input_example()
    models.append(
        {
            "name": model.name,
            "status": str(model.status),
            "step": output.step,
            "params": model.params,
            "flavors": info.flavors,
            "inputs": [list(spec.shape) for spec in info.signature.inputs.inputs],
            "inputExample": None if example is None else [str(example.dtype), example.tolist()],
            "runId": info.run_id,
        }
    )

print(
    json.dumps(
        {
            "status": run.info.status,
            "name": run.info.run_name,
            "params": run.data.params,
            "tags": run.data.tags,
            "metrics": {key: [[m.step, str(m.value)] for m in points] for key, points in history.items()},
            "artifacts": texts,
            "datasets": [
                {
                    "name": entry.dataset.name,
                    "digest": entry.dataset.digest,
                    "profile": entry.dataset.profile,
                    "context": {tag.key: tag.value for tag in entry.tags},
                }
                for entry in run.inputs.dataset_inputs
            ],
            "models": models,
        }
    )
)
