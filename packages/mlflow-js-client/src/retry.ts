import { setTimeout as sleep } from "node:timers/promises";
import { MlflowError } from "./mlflowError.js";

/** How often and how patiently a request is repeated. */
export interface RetryPolicy {
  /** Tries in all, the first included; 1 means no retry. */
  attempts: number;
  /** Pause before the second try; doubled each time. */
  firstDelayMs: number;
  /** Longest pause of this client's own making; one that the server asks for (Retry-After) may last a minute. */
  maxDelayMs: number;
}

/** A server that asks for more patience than this counts as away. */
const MAX_ASKED_MS = 60_000;

/**
 * Runs `attempt` until it succeeds, fails for good or the tries are used up. Pauses double and are shortened by up to
 * a half at random, so that many clients of one restarted server do not return in step.
 * @param attempt gets the number of tries before it
 * @param mayRetry false ends the tries; a number is the least pause in ms that the server asked for
 * @throws what the last try threw, or the signal's reason
 */
export async function withRetries<T>(
  attempt: (triesBefore: number) => Promise<T>,
  policy: RetryPolicy,
  mayRetry: (error: unknown) => boolean | number,
  signal?: AbortSignal,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(tries - 1);
    } catch (error) {
      const verdict = mayRetry(error);
      const askedMs = typeof verdict === "number" ? verdict : 0;
      if (verdict === false || tries >= policy.attempts || askedMs > MAX_ASKED_MS) throw error;
      const backoffMs = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** (tries - 1));
      const jitteredMs = backoffMs * (0.5 + Math.random() / 2);
      await pause(Math.max(jitteredMs, askedMs), signal);
    }
  }
}

/**
 * Whether a request may be sent again: if it was never sent, if the server asks for patience, and if carrying it out twice
 * is the same as once. @returns false, true, or the least pause in ms that the server asked for
 */
export function mayRepeat(error: unknown, idempotent: boolean): boolean | number {
  if (!(error instanceof MlflowError)) return false;
  const safe = error.wasNeverSent || error.status === 429 || (idempotent && error.isUnavailable);
  return safe && (error.retryAfterSeconds === undefined ? true : error.retryAfterSeconds * 1000);
}

/** @throws the signal's reason */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, { ...(signal && { signal }) }).catch(() => signal?.throwIfAborted());
}
