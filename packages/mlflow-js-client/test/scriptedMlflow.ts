import { faultyServer, json } from "./faultyServer.js";
import type { Answer, FaultyServer, ReceivedRequest } from "./faultyServer.js";

const run = { info: { run_id: "abc", experiment_id: "7", artifact_uri: "mlflow-artifacts:/7/abc/artifacts" } };
const wellDone = json({ run, experiment: { experiment_id: "7", name: "bones" } });

export const badRequest = json({ error_code: "INVALID_PARAMETER_VALUE", message: "no such luck" }, 400);

/** A real HTTP server that takes all that the run "abc" records, save where `spoil` has another answer. */
export function scriptedMlflow(spoil: (request: ReceivedRequest) => Answer | undefined): Promise<FaultyServer> {
  return faultyServer((request, response, socket) => {
    (spoil(request) ?? wellDone)(request, response, socket);
  });
}
