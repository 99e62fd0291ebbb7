import { expect, test } from "vitest";
import { errorText } from "../src/errorText.js";
import { checkMetric, checkTag } from "../src/batch.js";
import { RecordQueue } from "../src/recordQueue.js";
import type { RunWriter } from "../src/runWriter.js";
import type { RunOperation } from "../src/operation.js";
import { checkRunOptions } from "../src/runOptions.js";

test("what was thrown becomes text a tag can hold, whatever it is", () => {
  expect(errorText(new Error("lost"))).toBe("Error: lost");
  expect(errorText(Object.create(null))).toBe("A value was thrown that has no text");
  expect(errorText(`${"x".repeat(999)}🦴`)).toBe("x".repeat(999));
  expect(errorText("a\uDC00b")).toBe("a\uFFFDb");
});

test("a tag's value is a text without halves of characters, a metric's time is after 1970", () => {
  expect(() => {
    checkTag("epochs", 3 as unknown as string);
  }).toThrow(/^Expected text for a value of tag epochs\. Received: number/);
  expect(() => {
    checkTag("half", "a\uD800");
  }).toThrow(RangeError);
  checkTag("whole", "🦴");
  expect(() => {
    checkMetric({ key: "m", value: 1, step: 0, timestampMs: -1 });
  }).toThrow(TypeError);
});

test("a param and a tag may be called __proto__", async () => {
  const submitted: RunOperation[] = [];
  const writer = { submit: (o: RunOperation) => Promise.resolve(submitted.push(o)), drain: () => Promise.resolve() };
  const queue = new RecordQueue(writer as unknown as RunWriter);
  queue.param("__proto__", "1");
  queue.tag("__proto__", "2");
  await queue.drain();
  expect(JSON.stringify(submitted)).toContain('"params":{"__proto__":"1"},"tags":{"__proto__":"2"}');
});

test("options that a server would refuse are refused at the call", () => {
  for (const bad of [
    { experiment: "" },
    { experiment: "x".repeat(501) },
    { experiment: "e", experimentTags: { "a//b": "1" } },
    { experiment: "e", tags: { "a//b": "1" } },
    { experiment: "e", name: "x".repeat(8001) },
  ]) {
    expect(() => {
      checkRunOptions(bad);
    }).toThrow(RangeError);
  }
  checkRunOptions({ experiment: "e", name: "n", tags: { a: "1" }, experimentTags: { b: "2" } });
});
