import { hostname } from "node:os";
import type { TrialOrder } from "../../../lib/sweep/trialProtocol.js";
import type { RunContext } from "../../../lib/tracking/index.js";
import { UserError } from "../../../lib/userError.js";

/** What a trial on another machine depends on: it takes its code from a checkout of the same commit and tells this MLflow. */
export interface SweepOrigin {
  trackingUri: string;
  git: RunContext["git"];
}

/**
 * Whether trials on these machines would run this code and reach this MLflow.
 * @throws UserError, exit 2, when one of them is another machine and MLflow is on loopback or the code is not a commit
 */
export function requireReachable(hosts: readonly string[], { trackingUri, git }: SweepOrigin): void {
  const other = hosts.find((host) => host !== hostname());
  if (other === undefined) return;
  if (isLoopback(trackingUri)) {
    throw new UserError(
      `sweep: expected an MLflow that ${other} can reach. Received: ${trackingUri}, which is each machine itself. ` +
        "Set MLFLOW_TRACKING_URI; see docs/ray.md.",
      2,
    );
  }
  if (git && !git.isDirty) return;
  throw new UserError(
    `sweep: expected a commit that ${other} can check out. Received: ${git ? "files changed since it" : "no git checkout"}. ` +
      "Commit them, and bring the nodes to that commit; see docs/ray.md.",
    2,
  );
}

/** @returns for a trial's order: what another machine's checkout must be at; this machine runs what is here */
export function commitFor(host: string, { git }: SweepOrigin): Pick<TrialOrder, "commit"> {
  return host === hostname() || !git ? {} : { commit: git.commit };
}

function isLoopback(uri: string): boolean {
  return /^(localhost|127\..*|\[::1\]|0\.0\.0\.0)$/.test(new URL(uri).hostname);
}
