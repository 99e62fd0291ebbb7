/** How often and how patiently a request is repeated. */
export interface RetryPolicy {
  /** Tries in all, the first included; 1 means no retry. */
  attempts: number;
  /** Pause before the second try; doubled each time. */
  firstDelayMs: number;
  maxDelayMs: number;
}

/**
 * Runs `attempt` until it succeeds, fails for good or the tries are used up. Pauses double and are shortened by up to
 * a half at random, so that many clients of one restarted server do not return in step.
 * @param mayRetry false ends the tries; a number is the least pause in ms that the server asked for
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  policy: RetryPolicy,
  mayRetry: (error: unknown) => boolean | number,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const verdict = mayRetry(error);
      if (verdict === false || tries >= policy.attempts) throw error;
      const backoffMs = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** (tries - 1));
      const jitteredMs = backoffMs * (0.5 + Math.random() / 2);
      const askedMs = typeof verdict === "number" ? verdict : 0;
      await pause(Math.min(Math.max(jitteredMs, askedMs), policy.maxDelayMs));
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
