import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compareFolds, foldsVerdicts, readFoldsToCompare, type ComparedFolds } from "../../lib/compare/index.js";
import { toCsv } from "../../lib/csv.js";
import { writeFoldsFolder } from "../../lib/experiment/foldsFolder.js";
import type { OutOfFoldRow } from "../../lib/experiment/outOfFoldCsv.js";
import { compareCrossValidatedAucs, holm, mcnemarTest } from "../../lib/metrics/index.js";
import { pairFolds } from "../../lib/compare/pairFolds.js";
import { verdictsOf } from "../namedExperiments/namedResults.js";
import { simulatedRun } from "./simulatedRuns.js";

const { saved, evidence } = simulatedRun("any");
const thresholds = [0.3, 0.5, 0.7, 0.9];

/** A cross-validation as it would be read; nothing was trained. */
function folds(name: string, spread: number, withContents = true): ComparedFolds {
  const models = thresholds.map((thresholdProb, i) => {
    const auc = { value: 0.5, low: 0.4, high: 0.6 };
    return { name: `fold ${i + 1}`, runId: `${i}`, weightsSha256: "w", thresholdProb, images: 80, auc };
  });
  return {
    name,
    reference: name,
    saved: { format: 1, config: saved.config, classes: saved.classes, dataDigest: saved.dataDigest, code: saved.code },
    evidence: {
      ...evidence,
      folds: { how: "4 folds by group, seed 1", digest: "f".repeat(64), models, spread: {} },
    },
    verdicts: verdictsOf(name, spread).map((row) =>
      withContents ? { ...row, sha256: `content of ${row.path}` } : row,
    ),
  };
}

const [good, poor] = [folds("A good", 0.1), folds("B poor", 4)];

test("a clearly worse cross-validation is told apart, with the numbers of the paired test over folds", () => {
  const comparison = compareFolds([good, poor]);
  const [pair] = comparison.pairs;
  expect(pair!.auc).toEqual(compareCrossValidatedAucs(pairFolds(good.verdicts, poor.verdicts, "fractured")));
  expect(pair!.auc.difference.high).toBeLessThan(0);
  expect(pair!.swapP).toBeLessThan(0.01);
  expect(foldsVerdicts(comparison)[0]).toMatch(
    /^B poor: AUC 0\.\d{3} lower .* than A good, p < 0\.001 by .* and p < 0\.001 when .*held-out/,
  );
});

test("two that DeLong's test of few groups alone tells apart are not told apart", () => {
  const inBlocks = (run: ComparedFolds): ComparedFolds => ({
    ...run,
    verdicts: run.verdicts.map((row, i) => ({ ...row, group: `block ${Math.floor(i / 20)}` })), // four a fold
  });
  const comparison = compareFolds([inBlocks(folds("baseline", 1)), inBlocks(folds("near", 0.75))]);
  expect(comparison.pairs[0]!.adjustedP).toBeLessThan(0.05);
  expect(foldsVerdicts(comparison)[0]).toMatch(
    /p = 0\.04\d by DeLong's test and p = 0\.05\d when whole groups are exchanged: these folds cannot tell them apart/,
  );
});

test("with several candidates, both tests' p-values are Holm's", () => {
  const { pairs } = compareFolds([good, poor, folds("C near", 0.2), folds("D worse", 6)]);
  expect(pairs.map(({ adjustedP }) => adjustedP)).toEqual(holm(pairs.map(({ auc }) => auc.pValue)));
  expect(pairs.map(({ adjustedSwapP }) => adjustedSwapP)).toEqual(holm(pairs.map(({ swapP }) => swapP)));
});

test("McNemar counts each verdict at its own fold's threshold", () => {
  const isRight = ({ prob, fold, label }: OutOfFoldRow): boolean =>
    prob >= thresholds[Number(fold) - 1]! === (label === "fractured");
  const counts = { onlyBaselineRight: 0, onlyCandidateRight: 0 };
  good.verdicts.forEach((row, i) => {
    const [one, other] = [isRight(row), isRight(poor.verdicts[i]!)];
    if (one && !other) counts.onlyBaselineRight += 1;
    if (other && !one) counts.onlyCandidateRight += 1;
  });
  expect(counts.onlyBaselineRight).toBeGreaterThan(0);
  expect(compareFolds([good, poor]).pairs[0]!.calls).toEqual({ ...counts, ...mcnemarTest(counts) });
});

test("verdicts are joined by content, whatever their order and their names", () => {
  const renamed = [...poor.verdicts].reverse().map((row, i) => ({ ...row, path: `${i}.jpg` }));
  expect(compareFolds([good, { ...poor, verdicts: renamed }]).pairs).toEqual(compareFolds([good, poor]).pairs);
});

test("a cross-validation from before contents were kept is joined by path, and that is said", () => {
  const older = folds("B poor", 4, false);
  const comparison = compareFolds([good, older]);
  expect(comparison.pairs).toEqual(compareFolds([good, poor]).pairs);
  expect(comparison.warnings[0]).toBe("B poor: verdicts from before contents were kept; images are joined by path.");
});

test("other folds, data or images are refused with what differs", () => {
  const { folds: ours } = poor.evidence;
  const elsewhere = { ...poor, evidence: { ...poor.evidence, folds: { ...ours, how: "5 folds", digest: "0" } } };
  expect(() => compareFolds([good, elsewhere])).toThrow(
    "the same folds. Received: A good (4 folds by group, seed 1, digest ffffffffffffffff) and B poor (5 folds, digest 0).",
  );
  const data = { ...poor, saved: { ...poor.saved, dataDigest: "d" } };
  expect(() => compareFolds([good, data])).toThrow(/the same data\. Received: A good \(digest .*B poor \(digest d\)/);
  const moved = poor.verdicts.map((row, i) => (i === 0 ? { ...row, fold: "2" } : row));
  expect(() => compareFolds([good, { ...poor, verdicts: moved }])).toThrow(/320 held-out verdicts, 319 of them/);
});

test("a folder keeps its verdicts, and one without takes those of MLflow", async () => {
  const root = await mkdtemp(join(tmpdir(), "folds-"));
  try {
    const columns = ["path", "fold", "repeat", "label", "prob", "logit", "group", "sha256"] as const;
    const csv = toCsv(
      columns,
      poor.verdicts.map((row) => columns.map((column) => String(row[column]))),
    );
    const { config } = saved;
    const [kept, bare] = [join(root, "kept"), join(root, "bare")];
    await writeFoldsFolder(kept, { config, evidence: poor.evidence, verdictsCsv: csv });
    await writeFoldsFolder(bare, { config, evidence: poor.evidence, verdictsCsv: undefined });
    const download = (path: string): Promise<Uint8Array | undefined> =>
      Promise.resolve(path === "predictions/out-of-fold.csv" ? new TextEncoder().encode(csv) : undefined);
    const read = await readFoldsToCompare([
      { reference: "kept", folder: kept },
      { reference: "bare", folder: bare, download },
    ]);
    expect(read.map(({ verdicts }) => verdicts)).toEqual([poor.verdicts, poor.verdicts]);
    await expect(
      readFoldsToCompare([
        { reference: "kept", folder: kept },
        { reference: "bare", folder: bare },
      ]),
    ).rejects.toThrow(/Received: bare without, here and in MLflow/);
  } finally {
    await rm(root, { recursive: true });
  }
});
