"""What MLflow's own Python client finds of a trained experiment, as JSON."""

import json
import math
import sys

import mlflow

client = mlflow.MlflowClient()
run = client.get_run(sys.argv[1])
mlflow.set_experiment(experiment_id=run.info.experiment_id)
experiment = client.get_experiment(run.info.experiment_id)
champion = client.get_model_version_by_alias("cnn-baseline", "champion")
model = client.get_logged_model(run.outputs.model_outputs[0].model_id)
example = mlflow.models.Model.load(f"models:/{model.model_id}").load_input_example()
images = client.list_artifacts(run.info.run_id, "images")

print(
    json.dumps(
        {
            "name": run.info.run_name,
            "status": run.info.status,
            "primaryMetric": experiment.tags["mlflow.experiment.primaryMetric.name"],
            "note": run.data.tags["mlflow.note.content"],
            "params": run.data.params,
            "metrics": {key: value for key, value in run.data.metrics.items() if not math.isnan(value)},
            "datasets": [
                [entry.dataset.name, entry.tags[0].value, mlflow.data.get_source(entry.dataset).uri]
                for entry in run.inputs.dataset_inputs
            ],
            "predictions": len(mlflow.load_table("predictions/test.json", run_ids=[run.info.run_id])),
            "errors": len(mlflow.load_table("worst-errors.json", run_ids=[run.info.run_id])),
            "images": sum(file.path.startswith("images/worst") for file in images),
            "example": {"dtype": str(example.dtype), "shape": list(example.shape)},
            "champion": {"version": str(champion.version), "runId": champion.run_id},
            "modelMetrics": {metric.key: [metric.dataset_name, metric.value] for metric in model.metrics or [] if not math.isnan(metric.value)},
        }
    )
)
