import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defineSweep, type SweepInput } from "../../lib/sweep/config.js";
import { createJournal, openJournal } from "../../lib/sweep/journal.js";
import { runSweep, type StartTrial } from "../../lib/sweep/runSweep.js";
import { choice, uniform } from "../../lib/sweep/searchSpace.js";
import { bestTrial, valueOf } from "../../lib/sweep/trial.js";

const input: SweepInput = {
  name: "test",
  experiment: "cnn-baseline",
  space: { "model.dropout": uniform(0, 0.5), "model.filters": choice([[8], [16]]) },
  search: { kind: "random", trials: 6 },
};
let folder = "";

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "sweep-")), "s");
});

afterEach(async () => {
  await rm(join(folder, ".."), { recursive: true, force: true });
});

/** Four epochs, each a little better; best with least dropout. */
const trainFourEpochs: StartTrial = async ({ trial, params }, reports) => {
  await reports.run(`run${trial}`, "digest");
  for (let epoch = 1; epoch <= 4; epoch++) {
    const goesOn = await reports.epoch({ epoch, value: epoch / 10 - (params["model.dropout"] as number) });
    if (!goesOn) return { status: "stopped", seconds: epoch };
  }
  return { status: "finished", seconds: 4 };
};

test("runSweep runs every trial once, and the best is that of the best epoch", async () => {
  const config = defineSweep(input);
  const journal = await createJournal(folder, config, "parent");
  const trials = await runSweep(config, journal, { jobs: 2, startTrial: trainFourEpochs });
  await journal.close();
  expect(trials.map(({ trial }) => trial)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(trials.map(({ runId }) => runId)).toEqual([0, 1, 2, 3, 4, 5].map((trial) => `run${trial}`));
  const best = bestTrial(trials)!;
  expect(valueOf(best)).toBe(Math.max(...trials.map(valueOf)));
  const least = Math.min(...trials.map(({ params }) => params["model.dropout"] as number));
  expect(best.params["model.dropout"]).toBe(least);
});

test("a failed trial is recorded and the others go on", async () => {
  const config = defineSweep(input);
  const journal = await createJournal(folder, config, "parent");
  const startTrial: StartTrial = (trial, ...rest) =>
    trial.trial === 1
      ? Promise.resolve({ status: "failed", error: "no memory", seconds: 1 })
      : trainFourEpochs(trial, ...rest);
  const trials = await runSweep(config, journal, { jobs: 1, startTrial });
  await journal.close();
  expect(trials.map(({ end }) => end?.status)).toEqual(["finished", "failed", ...Array<string>(4).fill("finished")]);
  expect(trials[1]!.end!.error).toBe("no memory");
});

test.each([0, 3, 7, 12, 15, 20])(
  "a sweep killed at its report %i and resumed has the trials of an uninterrupted one, each counted once",
  async (killAt) => {
    const asha = { graceEpochs: 1, reductionFactor: 2 };
    const config = defineSweep({ ...input, search: { kind: "tpe", trials: 6, startupTrials: 2 }, asha });
    const whole = await createJournal(`${folder}-whole`, config, "parent");
    const expected = await runSweep(config, whole, { jobs: 1, startTrial: trainFourEpochs });

    const kill = new AbortController();
    const journal = await createJournal(folder, config, "parent");
    let count = 0;
    const startTrial: StartTrial = (trial, reports, signal) => {
      const epoch: typeof reports.epoch = async (told) => {
        if (count++ === killAt) kill.abort(new Error("killed"));
        signal?.throwIfAborted();
        return reports.epoch(told);
      };
      return trainFourEpochs(trial, { ...reports, epoch }, signal);
    };
    const killed = runSweep(config, journal, { jobs: 1, startTrial, signal: kill.signal });
    await killed.catch((error: unknown) => {
      expect((error as Error).message).toBe("killed");
    });
    await journal.close();
    await appendFile(join(folder, "trials.jsonl"), '{"type":"epo'); // in mid-write
    const resumed = await openJournal(folder, config);
    expect(await runSweep(config, resumed, { jobs: 1, startTrial: trainFourEpochs })).toEqual(expected);
    await resumed.close();
    const again = await openJournal(folder, config);
    expect(again.trials).toEqual(expected);
    await Promise.all([whole.close(), again.close()]);
    await rm(`${folder}-whole`, { recursive: true });
  },
);

test("a trial that had to begin anew tells of the run it replaces, and tells no epoch twice", async () => {
  const config = defineSweep({ ...input, search: { kind: "random", trials: 1 } });
  const killed = await createJournal(folder, config, "parent");
  await killed.start(0, { "model.dropout": 0.1, "model.filters": [8] });
  await killed.run(0, "lost", "digest");
  await killed.epoch(0, { epoch: 1, value: 0 });
  await killed.close();
  const journal = await openJournal(folder, config);
  const replaced: string[] = [];
  const onReplaced = (runId: string): Promise<void> => Promise.resolve(void replaced.push(runId));
  const [trial] = await runSweep(config, journal, { jobs: 1, startTrial: trainFourEpochs, onReplaced });
  await journal.close();
  expect(replaced).toEqual(["lost"]);
  expect(trial!.runId).toBe("run0");
  expect(trial!.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
});

test("a sweep is not begun twice in a folder, not resumed with another config, and not from nothing", async () => {
  const config = defineSweep(input);
  await expect(openJournal(folder, config)).rejects.toThrow("sweep: expected a sweep in");
  await (await createJournal(folder, config, "parent")).close();
  await expect(createJournal(folder, config, "parent")).rejects.toThrow("Give --resume to go on");
  await expect(openJournal(folder, { ...config, seed: 2 })).rejects.toThrow("expected the config");
  const file = join(folder, "trials.jsonl");
  await writeFile(file, `${await readFile(file, "utf8")}nonsense\n`);
  await expect(openJournal(folder, config)).rejects.toThrow("line 2 is no JSON");
});

test("defineSweep names an unknown key and an empty space", () => {
  expect(() => defineSweep({ ...input, trails: 3 } as SweepInput)).toThrow('Unrecognized key: "trails"');
  expect(() => defineSweep({ ...input, space: {} })).toThrow("expected at least one setting");
  expect(() => defineSweep({ ...input, search: { kind: "random", trials: 0 } })).toThrow("search.trials");
});
