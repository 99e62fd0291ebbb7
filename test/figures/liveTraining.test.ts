import { afterEach, expect, test } from "vitest";
import { liveTraining } from "../../lib/figures/liveTraining.js";

type Bundle = Record<string, unknown>;
const host = globalThis as { fractureLabDisplay?: unknown };
afterEach(() => {
  delete host.fractureLabDisplay;
});

/** Keeps what each display shows last, as a notebook does. */
function notebook(): Bundle[] {
  const displays: Bundle[] = [];
  host.fractureLabDisplay = {
    show: (bundle: Bundle) => String(displays.push(bundle) - 1),
    update: (bundle: Bundle, id: string) => (displays[Number(id)] = bundle),
  };
  return displays;
}

const times = { imagesPerSecond: 123.4, inputWaitShare: 0.01, seconds: 9, endedAtMs: 0 };
const epoch = { trainLoss: 0.5, validationLoss: 0.6, learningRate: 1e-3, ...times };

test("a training cell shows a moving line and curves, and in the end nothing that another run would change", async () => {
  const displays = notebook();
  const live = liveTraining();
  await live.observer.onStep!({ epoch: 1, epochs: 2, step: 5, stepsPerEpoch: 10, loss: 0.7, imagesPerSecond: 123.4 });
  expect(displays[0]!["text/plain"]).toMatch(/^█+░+ epoch 1 of 2, step 5 of 10, loss 0.700, 123 images\/s, ETA \d+ s$/);
  await live.observer.onEpoch!({ epoch: 1, ...epoch, validationAuc: 0.7, isBest: true });
  expect(Object.keys(displays[1]!)).toContain("application/vnd.plotly.v1+json");
  await live.observer.onEpoch!({ epoch: 2, ...epoch, validationAuc: 0.6, isBest: false });
  live.finish();
  expect(displays).toEqual([
    { "text/plain": "2 epochs, the best was epoch 1" },
    { "text/plain": "learning curves: see the figure below" },
  ]);
});

test("outside a notebook training is silent", () => {
  const live = liveTraining();
  expect(live.observer).toEqual({});
  live.finish();
});
