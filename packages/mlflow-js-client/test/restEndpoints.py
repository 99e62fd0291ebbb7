"""Every endpoint of MLflow's REST API as its own protos declare them, as JSON: [["POST", "experiments/create"], ...]."""

import json

from mlflow.protos import databricks_pb2, mlflow_artifacts_pb2, model_registry_pb2, service_pb2, webhooks_pb2

endpoints = set()
for proto in (service_pb2, model_registry_pb2, mlflow_artifacts_pb2, webhooks_pb2):
    for service in proto.DESCRIPTOR.services_by_name.values():
        for method in service.methods:
            for endpoint in method.GetOptions().Extensions[databricks_pb2.rpc].endpoints:
                endpoints.add((endpoint.method, endpoint.path.strip("/").removeprefix("mlflow/")))
print(json.dumps(sorted(endpoints)))
