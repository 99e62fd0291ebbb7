import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startContestant, type Contestant } from "../../bench/contestant.js";

/** Answers with its number, fails when told to, ends when told to, and never answers "hang". */
const script = `
process.stdin.on("data", (data) => {
  const { work } = JSON.parse(data);
  if (work === "end") { console.error("out of memory"); process.exit(7); }
  if (work === "fail") console.log(JSON.stringify({ error: "no such layer" }));
  if (work === "chatter") console.log("Hello");
  if (work === "add") console.log(JSON.stringify({ result: { pid: process.pid } }));
});`;

function start(signal = new AbortController().signal): Contestant {
  return startContestant({ name: "tester", command: process.execPath, args: ["-e", script], env: process.env, signal });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("a contestant answers, and is gone once it is stopped", async () => {
  const contestant = start();
  const { pid } = await contestant.ask<{ pid: number }>("add");
  expect(isAlive(pid)).toBe(true);
  await contestant.stop();
  expect(isAlive(pid)).toBe(false);
});

test.each([
  ["fail", "bench: tester failed: no such layer"],
  ["chatter", "bench: tester failed: it printed Hello"],
  ["end", "bench: tester ended unexpectedly (exit code 7).\nout of memory"],
])("what goes wrong in a contestant is said by name: %s", async (work, message) => {
  const contestant = start();
  await expect(contestant.ask(work)).rejects.toThrow(message);
  await expect(contestant.ask("add")).rejects.toThrow(message);
  await contestant.stop();
});

test("a program that cannot be started is named", async () => {
  const { signal } = new AbortController();
  const contestant = startContestant({ name: "Keras", command: "no-such-python", args: [], env: {}, signal });
  await expect(contestant.ask("train")).rejects.toThrow(
    "bench: expected Keras to start. Received: spawn no-such-python",
  );
  await contestant.stop();
});

test("Ctrl-C ends a contestant in the midst of its work", async () => {
  const stop = new AbortController();
  const contestant = start(stop.signal);
  const { pid } = await contestant.ask<{ pid: number }>("add");
  const hanging = contestant.ask("hang");
  await Promise.all([
    expect(hanging).rejects.toThrow(/abort/i),
    sleep(50).then(() => {
      stop.abort();
    }),
  ]);
  await contestant.stop();
  expect(isAlive(pid)).toBe(false);
});
