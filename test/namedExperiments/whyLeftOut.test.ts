import { expect, test } from "vitest";
import { cnnBaseline } from "../../experiments/cnnBaseline.js";
import { whyLeftOut } from "../../lib/namedExperiments/whyLeftOut.js";
import { flatten } from "../../lib/tracking/index.js";

type Page = Parameters<typeof whyLeftOut>[0];

const splitDigest = "f".repeat(64);
const page: Page = {
  status: "FINISHED",
  tags: { "git.dirty": "false", "split.leaky": "false" },
  params: { ...flatten(cnnBaseline), "split.digest": splitDigest },
};

function reasonOf(change: Partial<Page>): string | undefined {
  return whyLeftOut({ ...page, ...change }, cnnBaseline, { splitDigest });
}

test("nothing speaks against a finished run of committed code on the same folds, wherever its data lay", () => {
  expect(reasonOf({})).toBeUndefined();
  const elsewhere = { "data.source": "fracatlas", "data.dir": "/elsewhere" };
  expect(reasonOf({ params: { ...page.params, ...elsewhere } })).toBeUndefined();
});

test("a setting that the run's version did not have yet is no other", () => {
  const older = { ...page.params };
  delete older["training.loss.gamma"];
  expect(reasonOf({ params: older })).toBeUndefined();
});

test.each<[string, Partial<Page>]>([
  ["it has not finished", { status: "RUNNING" }],
  ["it was stopped", { status: "KILLED" }],
  ["it was stopped", { status: "FAILED" }],
  ["its code had uncommitted changes", { tags: { ...page.tags, "git.dirty": "true" } }],
  ["its commit is not known", { tags: { "split.leaky": "false" } }],
  ["its split is leaky, or not known to be clean", { tags: { ...page.tags, "split.leaky": "true" } }],
  ["its settings are others: data.limit=0.1", { params: { ...page.params, "data.limit": "0.1" } }],
  ["its settings are others: training.epochs=3", { params: { ...page.params, "training.epochs": "3" } }],
  [
    "its folds are others: split digest 0000000000000000",
    { params: { ...page.params, "split.digest": "0".repeat(64) } },
  ],
])("%s: left out", (reason, change) => {
  expect(reasonOf(change)).toBe(reason);
});
