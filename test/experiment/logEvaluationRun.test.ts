import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gatherEvidenceAgain } from "../../lib/experiment/gatherEvidence.js";
import { logEvaluationRun } from "../../lib/experiment/logEvaluationRun.js";
import { readSettings } from "../../lib/settings.js";
import { readJournal } from "../../packages/mlflow-js-client/test/readJournal.js";
import { temporaryFolder } from "../data/fixtures.js";
import { judgedAgain } from "./judgedAgain.js";
import { simulatedModel } from "./simulatedModel.js";

test("an evaluation is a run below the one it judged, with metrics named as a training's and a note of what it has seen", async () => {
  const { result, saved } = judgedAgain();
  const context = { ...simulatedModel().origin.context, command: "npm run evaluate -- abc --log" };
  const judged = {
    ...result,
    seen: { bytes: 1, copies: 2, group: 3 },
    trainingCopies: { contents: new Set<string>(), comparedWith: 9 },
  };
  const evidence = gatherEvidenceAgain({ config: saved.config, context }, { ...judged, saved, trained: undefined });
  const spoolDir = await temporaryFolder();
  const { stored, pages } = await logEvaluationRun({ saved }, judged, evidence, {
    root: readSettings().root,
    trackingUri: "http://127.0.0.1:1", // nothing listens there: all of it lies in the spool
    spoolDir,
    context,
    reference: "abc",
    parentRunId: "abc",
    onWarning: () => undefined,
  });
  expect({ stored, pages }).toEqual({ stored: "spool", pages: undefined });

  const [folder] = await readdir(spoolDir);
  const { header, operations } = await readJournal(join(spoolDir, folder!));
  expect(header.create).toMatchObject({ name: "evaluation of abc on test of folder", parentRunId: "abc" });
  expect(header.create?.tags).toMatchObject({
    "evaluation.of": "abc",
    "evaluation.seenInTraining": "6",
    "evaluation.copiesSearched": "true",
    "split.leaky": "false",
    command: "npm run evaluate -- abc --log",
  });
  const batches = operations.flatMap((operation) => (operation.kind === "batch" ? [operation] : []));
  const metrics = batches.flatMap((batch) => batch.metrics);
  expect(metrics.find(({ key }) => key === "test/auc")?.value).toBe(result.evaluation.metrics.auc.value);
  expect(new Set(metrics.map(({ key }) => key)).size).toBe(metrics.length); // each once
  const files = operations.flatMap((operation) => (operation.kind === "artifacts" ? operation.files : []));
  expect(files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["metrics/evidence.json", "predictions/test.csv"]),
  );
});
