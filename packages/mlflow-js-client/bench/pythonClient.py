"""MLflow's Python client as a contestant: a request is a line of JSON, and so is the answer.

Request: {"metrics": 10000, "folder": "..."}. Answer: {"runId": ..., "metricsSeconds": ..., "artifactsSeconds": ...}.
"""

import json
import sys
import time

import mlflow
from mlflow.entities import Metric

BATCH = 1000  # the server takes no more in one request

client = mlflow.MlflowClient()
for line in sys.stdin:
    request = json.loads(line)
    experiment = client.get_experiment_by_name("bench")
    experiment_id = experiment.experiment_id if experiment else client.create_experiment("bench")
    run_id = client.create_run(experiment_id).info.run_id

    begin = time.perf_counter()
    now = int(time.time() * 1000)
    metrics = [Metric("loss", 1 / (step + 1), now, step) for step in range(request["metrics"])]
    for start in range(0, len(metrics), BATCH):
        client.log_batch(run_id, metrics=metrics[start : start + BATCH])
    metrics_seconds = time.perf_counter() - begin

    begin = time.perf_counter()
    client.log_artifacts(run_id, request["folder"])
    artifacts_seconds = time.perf_counter() - begin

    client.set_terminated(run_id)
    answer = {"runId": run_id, "metricsSeconds": metrics_seconds, "artifactsSeconds": artifacts_seconds}
    print(json.dumps(answer), flush=True)
