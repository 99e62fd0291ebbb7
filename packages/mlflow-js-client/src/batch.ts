import type { Metric } from "./entities.js";
import { checkKey, checkLength, LIMITS } from "./limits.js";
import { fromMetric } from "./wire.js";

/** Any number of metrics, params and tags of one run. */
export interface Batch {
  metrics?: readonly Metric[];
  params?: Readonly<Record<string, string>>;
  tags?: Readonly<Record<string, string>>;
}

/** Items of one kind, each as JSON, that go to `runs/log-batch` in one request. */
export interface BatchRequest {
  kind: "metrics" | "params" | "tags";
  items: readonly string[];
}

/**
 * The `runs/log-batch` requests that carry a batch, each within the server's limits: 1,000 metrics, 100 params,
 * 100 tags, 1 MB. Each holds one kind, metrics first: they are what a run can least spare, and are refused least.
 * @throws RangeError on a key or value the server would refuse
 */
export function batchRequests(batch: Batch): BatchRequest[] {
  const metrics = (batch.metrics ?? []).map((metric) => {
    checkMetric(metric);
    return JSON.stringify(fromMetric(metric));
  });
  const params = Object.entries(batch.params ?? {}).map(([key, value]) => {
    checkParam(key, value);
    return JSON.stringify({ key, value });
  });
  const tags = Object.entries(batch.tags ?? {}).map(([key, value]) => {
    checkTag(key, value);
    return JSON.stringify({ key, value });
  });
  return [
    ...chunks(metrics, LIMITS.metricsPerBatch).map((items) => ({ kind: "metrics" as const, items })),
    ...chunks(params, LIMITS.paramsPerBatch).map((items) => ({ kind: "params" as const, items })),
    ...chunks(tags, LIMITS.tagsPerBatch).map((items) => ({ kind: "tags" as const, items })),
  ];
}

/** The request's body. */
export function batchBody(runId: string, { kind, items }: BatchRequest): string {
  return `{"run_id":${JSON.stringify(runId)},"${kind}":[${items.join(",")}]}`;
}

/** @throws RangeError on an unusable key, TypeError on a value that is no number, or a step or time that is no integer */
export function checkMetric(metric: Metric): void {
  checkKey("a metric name", metric.key);
  if (typeof metric.value !== "number") {
    throw new TypeError(`Expected a number for metric ${metric.key}. Received: ${String(metric.value)}`);
  }
  if (!Number.isSafeInteger(metric.step) || !Number.isSafeInteger(metric.timestampMs) || metric.timestampMs < 0) {
    throw new TypeError(
      `Expected an integer step and time (ms since 1970) for metric ${metric.key}. Received: ${metric.step}, ${metric.timestampMs}`,
    );
  }
}

/** @throws RangeError when the key is unusable or the value longer than 6,000 characters */
export function checkParam(key: string, value: string): void {
  checkKey("a param name", key);
  checkLength(`a value of param ${key}`, value, LIMITS.paramValueChars);
}

/** @throws RangeError when the key is unusable or the value longer than 8,000 characters */
export function checkTag(key: string, value: string): void {
  checkKey("a tag name", key);
  checkLength(`a value of tag ${key}`, value, LIMITS.tagValueChars);
}

/** Runs of at most `maxItems` items and LIMITS.batchBytes bytes, commas counted. */
function chunks(items: readonly string[], maxItems: number): string[][] {
  const out: string[][] = [];
  let current: string[] = [];
  let bytes = 0;
  for (const item of items) {
    const itemBytes = Buffer.byteLength(item) + 1;
    if (current.length === maxItems || (current.length > 0 && bytes + itemBytes > LIMITS.batchBytes)) {
      out.push(current);
      current = [];
      bytes = 0;
    }
    current.push(item);
    bytes += itemBytes;
  }
  if (current.length > 0) out.push(current);
  return out;
}
