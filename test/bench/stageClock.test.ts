import { expect, test } from "vitest";
import { createStageClock } from "../../bench/stageClock.js";

test("a stage clock books wall time and ops by stage, a step", () => {
  let nowMs = 0;
  const clock = createStageClock(() => nowMs);
  const after = (ms: number): void => void (nowMs += ms);
  clock.enter("input"); // not started: nothing is booked
  clock.addOp("Conv2D", 100);
  after(100);
  clock.start("input");
  for (let step = 0; step < 2; step++) {
    after(2);
    clock.enter("forward");
    after(10);
    clock.addOp("Conv2D", 8);
    clock.enter("backward");
    after(30);
    clock.addOp("Conv2DBackpropFilter", 20);
    clock.addOp("Conv2D", 5);
    clock.enter("input");
  }
  const { stages, ops } = clock.stop(2);
  expect(stages).toEqual([
    { stage: "backward", ms: 30, opsMs: 25 },
    { stage: "forward", ms: 10, opsMs: 8 },
    { stage: "input", ms: 2, opsMs: 0 },
  ]);
  expect(ops).toEqual([
    { op: "Conv2DBackpropFilter", stage: "backward", ms: 20, calls: 1 },
    { op: "Conv2D", stage: "forward", ms: 8, calls: 1 },
    { op: "Conv2D", stage: "backward", ms: 5, calls: 1 },
  ]);
});
