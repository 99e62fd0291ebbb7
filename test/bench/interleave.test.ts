import { expect, test } from "vitest";
import type { Contestant } from "../../bench/contestant.js";
import { interleave, throughput } from "../../bench/interleave.js";
import { compareLosses } from "../../bench/curves.js";

test("rounds go by turns: each contestant once, then the next round", async () => {
  const asked: string[] = [];
  const contestant = (name: string): Contestant => ({
    name,
    ask: <Answer>() => {
      asked.push(name);
      return Promise.resolve({ images: 10, seconds: 1, cpuMs: asked.length } as Answer);
    },
    stop: () => Promise.resolve(),
  });
  const progress: number[] = [];
  const entries = { ours: contestant("ours"), tfjs: contestant("tfjs"), keras: contestant("keras") };
  const rounds = await interleave(entries, 2, "train", (done) => progress.push(done));
  expect(asked).toEqual(["ours", "tfjs", "keras", "ours", "tfjs", "keras"]);
  expect(rounds["tfjs"]!.map(({ cpuMs }) => cpuMs)).toEqual([2, 5]);
  expect(progress).toEqual([1, 2, 3, 4, 5, 6]);
});

test("throughput is images a second, processor time an image, and ratios round by round", () => {
  const round = (seconds: number, cpuMs: number) => ({ images: 100, seconds, cpuMs });
  expect(throughput({ ours: [round(1, 800), round(2, 800)], keras: [round(2, 1000), round(4, 1400)] })).toEqual({
    imagesPerSecond: {
      ours: { median: 75, min: 50, max: 100 },
      keras: { median: 37.5, min: 25, max: 50 },
    },
    cpuMsPerImage: { ours: 8, keras: 12 },
    ratio: { keras: { median: 2, min: 2, max: 2 } },
  });
});

test("losses are within noise exactly when the interval of their difference holds 0", () => {
  const tfjs = [0.5, 0.6, 0.4, 0.55, 0.45];
  const spread = compareLosses(
    tfjs.map((loss, i) => loss + (i % 2 === 0 ? 0.02 : -0.02)),
    tfjs,
  );
  expect(spread.isWithinNoise).toBe(true);
  const worse = compareLosses(
    tfjs.map((loss, i) => loss + 0.02 + 0.001 * i),
    tfjs,
  );
  expect(worse.isWithinNoise).toBe(false);
});
