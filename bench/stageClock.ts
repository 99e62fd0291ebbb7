/** Where the time of a training step goes: by stage, and within a stage by TensorFlow op. */
export interface StageTimes {
  stage: string;
  /** Wall clock a step. */
  ms: number;
  /** The part of it inside TensorFlow ops; the rest is JavaScript. */
  opsMs: number;
}

export interface OpTimes {
  op: string;
  stage: string;
  /** A step. */
  ms: number;
  /** A step. */
  calls: number;
}

/** A stopwatch that is always in exactly one stage; it stands still until `start`. */
export interface StageClock {
  start(stage: string): void;
  /** Ends the stage that is on, if the clock runs. */
  enter(stage: string): void;
  /** Books an op of the stage that is on. */
  addOp(op: string, ms: number): void;
  /** Stands still again. @returns times a step, longest first */
  stop(steps: number): { stages: StageTimes[]; ops: OpTimes[] };
}

/** @param nowMs a clock; its own argument for the tests */
export function createStageClock(nowMs: () => number = () => performance.now()): StageClock {
  const stages = new Map<string, { ms: number; opsMs: number }>();
  const ops = new Map<string, OpTimes>();
  let current: { stage: string; sinceMs: number } | undefined;
  const totals = (stage: string): { ms: number; opsMs: number } => {
    const known = stages.get(stage) ?? { ms: 0, opsMs: 0 };
    stages.set(stage, known);
    return known;
  };
  const close = (): void => {
    if (current) totals(current.stage).ms += nowMs() - current.sinceMs;
  };
  const start = (stage: string): void => {
    close();
    current = { stage, sinceMs: nowMs() };
  };
  return {
    start,
    enter: (stage) => {
      if (current) start(stage);
    },
    addOp: (op, ms) => {
      if (!current) return;
      const { stage } = current;
      totals(stage).opsMs += ms;
      const key = `${stage} ${op}`;
      const known = ops.get(key) ?? { op, stage, ms: 0, calls: 0 };
      ops.set(key, { ...known, ms: known.ms + ms, calls: known.calls + 1 });
    },
    stop: (steps) => {
      close();
      current = undefined;
      const longestFirst = (a: { ms: number }, b: { ms: number }): number => b.ms - a.ms;
      return {
        stages: [...stages]
          .map(([stage, { ms, opsMs }]) => ({ stage, ms: ms / steps, opsMs: opsMs / steps }))
          .sort(longestFirst),
        ops: [...ops.values()]
          .map((times) => ({ ...times, ms: times.ms / steps, calls: times.calls / steps }))
          .sort(longestFirst),
      };
    },
  };
}
