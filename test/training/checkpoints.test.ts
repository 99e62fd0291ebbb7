import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { augmentConfigSchema } from "../../lib/data/augmentConfig.js";
import { createCnn } from "../../lib/model/cnn.js";
import { modelConfigSchema } from "../../lib/model/config.js";
import { readWeights, weightsSha256 } from "../../lib/model/weights.js";
import { createRandom } from "../../lib/random.js";
import { tf } from "../../lib/tensorflow/index.js";
import { decodeCheckpoint, encodeCheckpoint } from "../../lib/training/checkpointFile.js";
import { keepCheckpoints, readLastCheckpoint } from "../../lib/training/checkpoints.js";
import { trainingConfigSchema } from "../../lib/training/config.js";
import type { EpochRecord } from "../../lib/training/records.js";
import { trainNetwork, type TrainingOptions, type TrainingResult } from "../../lib/training/trainNetwork.js";
import type { TrainingState } from "../../lib/training/trainingState.js";
import { syntheticDataset } from "./syntheticDataset.js";

const [train, validation] = [syntheticDataset(160, 16, 1), syntheticDataset(80, 16, 2)]; // 10 steps an epoch
const rank = (record: EpochRecord): number => record.validationAuc;
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "checkpoints-"));
});

afterEach(async () => {
  tf.disposeVariables();
  await rm(folder, { recursive: true, force: true });
});

async function run(changes: Partial<TrainingOptions> = {}): Promise<{ result: TrainingResult; sha256: string }> {
  const network = createCnn(
    modelConfigSchema.parse({ filters: [8, 8], denseUnits: [8], dropout: 0.2 }),
    16,
    createRandom(5),
  );
  const training = trainingConfigSchema.parse({ epochs: 3, batchSize: 16, learningRate: 0.01 });
  const augment = augmentConfigSchema.parse({});
  const result = await trainNetwork({ network, train, validation, training, augment, seed: 3, ...changes });
  return { result, sha256: weightsSha256(readWeights(network)) };
}

/** Every state of a training, as it would lie on the disk. */
async function statesOf(everySteps: number): Promise<TrainingState[]> {
  const states: TrainingState[] = [];
  const save = (state: TrainingState): Promise<void> => {
    states.push(decodeCheckpoint(Buffer.concat(encodeCheckpoint(state))));
    return Promise.resolve();
  };
  await run({ checkpoints: { everySteps, save } });
  return states;
}

function flipBit(bytes: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[at]! ^= 1;
  return changed;
}

const withoutSpeed = (history: readonly EpochRecord[]): object[] =>
  history.map((record) => ({ ...record, imagesPerSecond: 0, inputWaitShare: 0, seconds: 0, endedAtMs: 0 }));

test("a training resumed from any of its checkpoints ends in the same weights and history, to the byte", async () => {
  const whole = await run();
  const states = await statesOf(3);
  expect(states.map(({ epoch, step }) => `${epoch}.${step}`)).toEqual([
    "1.3",
    "1.6",
    "1.9",
    "2.0",
    "2.3",
    "2.6",
    "2.9",
    "3.0",
    "3.3",
    "3.6",
    "3.9",
    "4.0",
  ]);
  for (const resumeFrom of states) {
    const { result, sha256 } = await run({ resumeFrom });
    expect(sha256).toBe(whole.sha256);
    expect(withoutSpeed(result.history)).toEqual(withoutSpeed(whole.result.history));
    expect(result.bestEpoch).toBe(whole.result.bestEpoch);
  }
}, 60_000);

test("a training that a signal ended leaves a checkpoint of that step, and goes on from there", async () => {
  const whole = await run();
  const stop = new AbortController();
  const onStep = ({ epoch, step }: { epoch: number; step: number }): void => {
    if (epoch === 2 && step === 4) stop.abort();
  };
  const checkpoints = keepCheckpoints(folder, { everySteps: 1000, keepBest: 1, rank });
  await run({ signal: stop.signal, observer: { onStep }, checkpoints });
  const resumeFrom = (await readLastCheckpoint(folder))!;
  expect([resumeFrom.epoch, resumeFrom.step]).toEqual([2, 4]);
  expect((await run({ resumeFrom })).sha256).toBe(whole.sha256);
});

test("a finished training resumed trains no further step", async () => {
  const states = await statesOf(1000);
  let steps = 0;
  const onStep = (): void => {
    steps += 1;
  };
  const { result } = await run({ resumeFrom: states.at(-1)!, observer: { onStep } });
  expect(steps).toBe(0);
  expect(result.status).toBe("finished");
});

test("a training ends early when it is told not to go on, and a resumed one asks again about its last epoch", async () => {
  const asked: number[] = [];
  const goesOn = ({ epoch }: EpochRecord): Promise<boolean> => {
    asked.push(epoch);
    return Promise.resolve(epoch < 2);
  };
  const checkpoints = keepCheckpoints(folder, { everySteps: 1000, keepBest: 0, rank });
  const { result } = await run({ goesOn, checkpoints });
  expect([result.status, result.history.length]).toEqual(["finished", 2]);
  const resumed = await run({ goesOn, resumeFrom: (await readLastCheckpoint(folder))! });
  expect(resumed.result.history.length).toBe(2);
  expect(asked).toEqual([1, 2, 2]);
});

test("keepCheckpoints keeps the last state and those of the best epochs only", async () => {
  const checkpoints = keepCheckpoints(folder, { everySteps: 4, keepBest: 2, rank });
  const { result } = await run({ checkpoints });
  const best = [...result.history].sort((a, b) => rank(b) - rank(a) || a.epoch - b.epoch).slice(0, 2);
  const names = best.map(({ epoch }) => `epoch-0000${epoch}.ckpt`);
  expect((await readdir(folder)).sort()).toEqual([...names, "last.ckpt"].sort());
});

test("readLastCheckpoint says in one sentence that a file is cut short or changed, and that there is none", async () => {
  expect(await readLastCheckpoint(folder)).toBeUndefined();
  await run({ checkpoints: keepCheckpoints(folder, { everySteps: 4, keepBest: 0, rank }) });
  const file = join(folder, "last.ckpt");
  const bytes = await readFile(file);
  const damages = [
    () => truncate(file, bytes.length - 1),
    () => truncate(file, 10),
    () => truncate(file, 0),
    () => appendFile(file, "x"),
    () => writeFile(file, flipBit(bytes, bytes.length - 5)),
  ];
  for (const damage of damages) {
    await writeFile(file, bytes);
    await damage();
    await expect(readLastCheckpoint(folder)).rejects.toThrow(/^resume: expected a whole checkpoint in .*last\.ckpt\./);
  }
});

test("a checkpoint of another network is refused", async () => {
  const [state] = await statesOf(1000);
  const weights = state!.weights.slice(1);
  await expect(run({ resumeFrom: { ...state!, weights } })).rejects.toThrow("Expected weights");
  const optimizer = { ...state!.optimizer, first: state!.optimizer.first.slice(1) };
  await expect(run({ resumeFrom: { ...state!, optimizer } })).rejects.toThrow("Expected moments");
});
