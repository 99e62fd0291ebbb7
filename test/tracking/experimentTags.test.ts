import { expect, test } from "vitest";
import { experimentTags } from "../../lib/tracking/experimentTags.js";

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

test("charts come under the given headings, and a card of the image grid has room for its picture", () => {
  const tags = experimentTags({ columns: [], sections: ["epoch", "worst"], images: ["worst/missed"] });
  const { state } = JSON.parse(tags["mlflow.sharedViewState.results"]!) as SavedView;
  expect(JSON.parse(state)).toMatchObject({
    isAccordionReordered: true,
    compareRunSections: [{ name: "epoch" }, { name: "worst", uuid: "worst" }],
    compareRunCharts: [
      { type: "IMAGE", metricSectionId: "worst", imageKeys: ["worst/missed"], step: 0, showRunParams: false },
    ],
  });
});

test("without a primary metric the UI's own order stays", () => {
  const tags = experimentTags({ columns: ["params.data"] });
  const view = JSON.parse(tags["mlflow.sharedViewState.results"]!) as SavedView;
  expect(JSON.parse(view.state)).toEqual({ selectedColumns: ["params.`data`"] });
  expect(Object.keys(tags).filter((key) => key.includes("primaryMetric"))).toEqual([]);
});
