"""A run's table as mlflow.load_table gives it, and the names of Python's own system metrics, as JSON."""

import json
import sys

import mlflow
from mlflow.system_metrics.metrics.cpu_monitor import CPUMonitor
from mlflow.system_metrics.metrics.disk_monitor import DiskMonitor
from mlflow.system_metrics.metrics.network_monitor import NetworkMonitor

run_id, table_path = sys.argv[1:]
client = mlflow.MlflowClient()
appended = {"file": ["c.png"], "probability": [0.25]}
mlflow.set_experiment(experiment_id=client.get_run(run_id).info.experiment_id)
client.log_table(run_id, appended, table_path)
table = mlflow.load_table(table_path, run_ids=[run_id])

monitors = [CPUMonitor(), DiskMonitor(), NetworkMonitor()]
for monitor in monitors:
    monitor.collect_metrics()
names = [f"system/{name}" for monitor in monitors for name in monitor._metrics]

print(json.dumps({"table": json.loads(table.to_json(orient="split", index=False)), "systemMetrics": sorted(names)}))
