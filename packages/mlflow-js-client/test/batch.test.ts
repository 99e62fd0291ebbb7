import fc from "fast-check";
import { expect, test } from "vitest";
import { batchBody, batchRequests } from "../src/batch.js";
import type { Batch } from "../src/batch.js";
import type { Metric } from "../src/entities.js";

interface Body {
  run_id: string;
  metrics?: { key: string; value: number | string; step: number; timestamp: number }[];
  params?: { key: string; value: string }[];
  tags?: { key: string; value: string }[];
}

const bodiesOf = (batch: Batch): string[] => batchRequests(batch).map((request) => batchBody("run", request));
const metric = (key: string, value: number, step = 0): Metric => ({ key, value, timestampMs: 1, step });

test("batchRequests stays under every limit of the server and keeps each item once, in order", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 2500 });
  const record = fc
    .array(text, { maxLength: 350 })
    .map((values) => Object.fromEntries(values.map((v, i) => [`k${i}`, v])));
  fc.assert(
    fc.property(fc.nat(3500), record, record, (metricCount, params, tags) => {
      const metrics = Array.from({ length: metricCount }, (_, step) => metric("loss", step / 7, step));
      const texts = bodiesOf({ metrics, params, tags });
      const bodies = texts.map((json) => JSON.parse(json) as Body);
      for (const [i, body] of bodies.entries()) {
        const [m, p, t] = [body.metrics?.length ?? 0, body.params?.length ?? 0, body.tags?.length ?? 0];
        expect(m <= 1000 && p <= 100 && t <= 100 && m + p + t <= 1000).toBe(true);
        expect(Buffer.byteLength(texts[i]!)).toBeLessThan(1_000_000);
        expect(body.run_id).toBe("run");
      }
      expect(bodies.flatMap((body) => body.metrics ?? []).map(({ step }) => step)).toEqual(
        metrics.map(({ step }) => step),
      );
      const sent = (pairs: { key: string; value: string }[]): object =>
        Object.fromEntries(pairs.map((p) => [p.key, p.value]));
      expect(sent(bodies.flatMap((body) => body.params ?? []))).toEqual(params);
      expect(sent(bodies.flatMap((body) => body.tags ?? []))).toEqual(tags);
    }),
    { numRuns: 15 },
  );
});

test("batchRequests writes NaN and the infinities as the texts that MLflow reads", () => {
  const values = [NaN, Infinity, -Infinity, -0, 1e-300].map((value) => metric("m", value));
  const [json] = bodiesOf({ metrics: values });
  expect((JSON.parse(json!) as Body).metrics?.map(({ value }) => value)).toEqual([
    "NaN",
    "Infinity",
    "-Infinity",
    0,
    1e-300,
  ]);
});

test("batchRequests sends nothing for nothing", () => {
  expect(batchRequests({})).toEqual([]);
});

test("what the server would refuse is refused before it is sent, with its size and the limit", () => {
  expect(() => batchRequests({ params: { p: "x".repeat(6001) } })).toThrow(
    "Expected a value of param p of at most 6000 characters. Received: 6001",
  );
  expect(() => batchRequests({ tags: { t: "x".repeat(8001) } })).toThrow(/at most 8000.*Received: 8001/);
  expect(() => batchRequests({ metrics: [metric("x".repeat(251), 1)] })).toThrow(/at most 250/);
  for (const key of ["", "a\nb", "../up", "/root", "a//b", "a=b"]) {
    expect(() => batchRequests({ metrics: [metric(key, 1)] })).toThrow(RangeError);
  }
  expect(() => batchRequests({ metrics: [metric("loss", 1, 0.5)] })).toThrow(/integer step/);
});
