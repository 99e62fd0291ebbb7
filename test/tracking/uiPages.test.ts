import { expect, test } from "vitest";
import { findRunsPage, runPages } from "../../lib/tracking/uiPages.js";

test("a run's pages open the UI's side for model training", () => {
  expect(runPages("http://127.0.0.1:5000", "3", "abc")).toEqual({
    run: "http://127.0.0.1:5000/#/experiments/3/runs/abc?workflowType=machine_learning",
    runs: "http://127.0.0.1:5000/#/experiments/3/runs?viewStateShareKey=results&workflowType=machine_learning",
  });
});

test("where no server answers there is no page to name", async () => {
  expect(await findRunsPage("http://127.0.0.1:1", "fracture-lab")).toBeUndefined();
});
