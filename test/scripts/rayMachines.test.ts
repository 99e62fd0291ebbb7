import { hostname } from "node:os";
import { expect, test } from "vitest";
import { commitFor, requireReachable } from "../../scripts/sweep/ray/otherMachines.js";
import { requireCluster } from "../../scripts/sweep/ray/requireCluster.js";

const git = { commit: "c0ffee", branch: "main", isDirty: false };
const everyone = "http://mlflow.example:5000";
const loopback = "http://127.0.0.1:5000";

test("nodes of this machine may run changed files and tell an MLflow on loopback", () => {
  requireReachable([hostname(), hostname()], { trackingUri: loopback, git: { ...git, isDirty: true } });
  expect(commitFor(hostname(), { trackingUri: loopback, git })).toEqual({});
});

test("another machine needs an MLflow that it can reach, and a commit", () => {
  const hosts = [hostname(), "other"];
  expect(() => {
    requireReachable(hosts, { trackingUri: loopback, git });
  }).toThrow("an MLflow that other can reach. Received: http://127.0.0.1:5000");
  expect(() => {
    requireReachable(hosts, { trackingUri: everyone, git: { ...git, isDirty: true } });
  }).toThrow("Received: files changed since it");
  requireReachable(hosts, { trackingUri: everyone, git });
  expect(commitFor("other", { trackingUri: everyone, git })).toEqual({ commit: "c0ffee" });
});

test("an address where no cluster is is refused at once", async () => {
  await expect(requireCluster("127.0.0.1:1")).rejects.toThrow("Received: no answer (ECONNREFUSED)");
  await expect(requireCluster("ray://127.0.0.1:1")).rejects.toThrow("expected --ray HOST:PORT, or auto");
});
