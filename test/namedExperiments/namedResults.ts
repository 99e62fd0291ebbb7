import { cnnBaseline } from "../../experiments/cnnBaseline.js";
import type { NamedResult, NamedRun } from "../../lib/namedExperiments/index.js";
import { applyOverrides } from "../../lib/experiment/overrides.js";
import type { OutOfFoldRow } from "../../lib/experiment/outOfFoldCsv.js";
import { createRandom } from "../../lib/random.js";
import { simulatedRun } from "../compare/simulatedRuns.js";

const { evidence } = simulatedRun("any");
const digest = "f".repeat(64);

/** A result as it would be read from MLflow; nothing was trained. @param changes of the config, which seed no noise */
export function namedResult(name: string, changes: readonly string[], verdicts?: readonly OutOfFoldRow[]): NamedResult {
  const config = applyOverrides(cnnBaseline, [`name=${name}`, ...changes]);
  const experiment = { config, changes, why: `what does ${name} do?` };
  return { experiment, run: verdicts && namedRun(name, verdicts), leftOut: [] };
}

function namedRun(name: string, verdicts: readonly OutOfFoldRow[]): NamedRun {
  return {
    runId: `${name}-run`,
    page: `#/experiments/1/runs/${name}-run`,
    evidence: {
      ...evidence,
      command: `npm run experiment -- ${name} --folds 4 --data-dir /home/someone/images`,
      folds: { how: "4 folds by group, seed 1", digest, models: [], spread: {} },
    },
    splitDigest: digest,
    folds: 4,
    repeats: 1,
    verdicts,
    trainableWeights: 1234,
    cpuSeconds: 90,
  };
}

/**
 * Held-out verdicts of four folds of 40 patients with two images each: the label, and noise that all models share.
 * @param spread of the noise that is the model's own: the more, the worse it ranks
 */
export function verdictsOf(seed: string, spread: number): OutOfFoldRow[] {
  const [shared, own] = [createRandom("images"), createRandom(seed)];
  return Array.from({ length: 320 }, (_, i) => {
    const [patient, isFractured] = [Math.floor(i / 2), Math.floor(i / 2) % 2 === 1];
    const logit = 2 * Number(isFractured) + 0.7 * shared.normal() + spread * own.normal();
    return {
      path: `${i}.png`,
      fold: String(1 + Math.floor(patient / 40)),
      repeat: "1",
      label: isFractured ? "fractured" : "not_fractured",
      group: `patient ${patient}`,
      prob: 1 / (1 + Math.exp(-logit)),
      logit,
    };
  });
}
