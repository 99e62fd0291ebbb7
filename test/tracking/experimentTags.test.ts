import { expect, test } from "vitest";
import { experimentTags, runPages } from "../../lib/tracking/experimentTags.js";

interface SavedView {
  name: string;
  createdAt: number;
  state: string;
}

test("an experiment's tags name its primary metric and save its runs table as the UI reads it", () => {
  const tags = experimentTags({ primaryMetric: "test/auc", columns: ["attributes.Models", "metrics.test/auc.low"] });
  expect(tags["mlflow.experiment.primaryMetric.name"]).toBe("test/auc");
  const view = JSON.parse(tags["mlflow.sharedViewState.results"]!) as SavedView;
  expect(view).toMatchObject({ name: "Results", createdAt: expect.any(Number) as number });
  expect(JSON.parse(view.state)).toEqual({
    orderByKey: "metrics.`test/auc`",
    orderByAsc: false,
    selectedColumns: ["attributes.`Models`", "metrics.`test/auc.low`"],
  });
});

test("without a primary metric the UI's own order stays", () => {
  const tags = experimentTags({ columns: ["params.data"] });
  const view = JSON.parse(tags["mlflow.sharedViewState.results"]!) as SavedView;
  expect(JSON.parse(view.state)).toEqual({ selectedColumns: ["params.`data`"] });
  expect(Object.keys(tags).filter((key) => key.includes("primaryMetric"))).toEqual([]);
});

test("a run's pages open the UI's side for model training", () => {
  expect(runPages("http://127.0.0.1:5000", "3", "abc")).toEqual({
    run: "http://127.0.0.1:5000/#/experiments/3/runs/abc?workflowType=machine_learning",
    runs: "http://127.0.0.1:5000/#/experiments/3/runs?viewStateShareKey=results&workflowType=machine_learning",
  });
});
