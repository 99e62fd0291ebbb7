import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { mapConcurrently } from "../../lib/data/mapConcurrently.js";

const items = Array.from({ length: 20 }, (_, i) => i);

test("results keep the order of the items, with no more at a time than allowed", async () => {
  let [running, most] = [0, 0];
  const progress: number[] = [];
  const work = async (item: number): Promise<number> => {
    most = Math.max(most, ++running);
    await wait((item * 7) % 5);
    running--;
    return item * 2;
  };
  const onProgress = (done: number): number => progress.push(done);
  expect(await mapConcurrently(items, work, { concurrency: 3, onProgress })).toEqual(items.map((item) => item * 2));
  expect(most).toBe(3);
  expect(progress).toEqual(items.map((item) => item + 1));
});

test("nothing starts after the first error, which is the one that is thrown", async () => {
  const started: number[] = [];
  const work = async (item: number): Promise<void> => {
    started.push(item);
    await wait(1);
    if (item >= 1) throw new Error(`item ${item}`);
  };
  await expect(mapConcurrently(items, work, { concurrency: 2 })).rejects.toThrow("item 1");
  const startedByThen = started.length;
  await wait(30);
  expect(started).toHaveLength(startedByThen);
  expect(startedByThen).toBeLessThan(5);
});

test("an aborted signal ends it with its reason, and nothing more starts", async () => {
  const stop = new AbortController();
  const started: number[] = [];
  const work = async (item: number): Promise<void> => {
    started.push(item);
    await wait(1);
    if (item === 3) stop.abort(new Error("enough"));
  };
  await expect(mapConcurrently(items, work, { concurrency: 2, signal: stop.signal })).rejects.toThrow("enough");
  await wait(30);
  expect(started.length).toBeLessThan(7);
});

test("no items, no work", async () => {
  expect(await mapConcurrently([], () => Promise.reject(new Error("never")), { concurrency: 2 })).toEqual([]);
});
