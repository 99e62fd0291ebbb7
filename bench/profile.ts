import { withContestants } from "./contestant.js";
import { startNode, type Bench } from "./contestants.js";
import { markdownTable } from "./markdownTable.js";
import type { OpTimes, StageTimes } from "./stageClock.js";

export interface ProfileResult {
  /** Counted ones, after a few that warm up. */
  steps: number;
  stages: StageTimes[];
  ops: OpTimes[];
}

/** Milliseconds a step of this project's training with its augmentation, by stage and by TensorFlow op. */
export async function profileTraining(bench: Bench): Promise<ProfileResult> {
  const ours = startNode(bench, "this project", "profile.ts", bench.workload, bench.env);
  return withContestants([ours], async () => {
    bench.onProgress("profile", 0, 1);
    const result = await ours.ask<ProfileResult>("profile");
    bench.onProgress("profile", 1, 1);
    return result;
  });
}

/** Ops that take less are summed up in one row. */
const leastShare = 0.002;

export function profileMarkdown({ steps, stages, ops }: ProfileResult): string {
  const stepMs = stages.reduce((sum, { ms }) => sum + ms, 0);
  const share = (ms: number): string => `${((100 * ms) / stepMs).toFixed(1)} %`;
  const [shown, small] = [
    ops.filter(({ ms }) => ms >= leastShare * stepMs),
    ops.filter(({ ms }) => ms < leastShare * stepMs),
  ];
  const rest = { ms: 0, calls: 0 };
  for (const { ms, calls } of small) [rest.ms, rest.calls] = [rest.ms + ms, rest.calls + calls];
  const opRows = shown.map(({ op, stage, ms, calls }) => [op, stage, ms.toFixed(2), share(ms), calls.toFixed(1)]);
  const restRow = [`${small.length} more`, "", rest.ms.toFixed(2), share(rest.ms), rest.calls.toFixed(1)];
  return [
    `A step takes ${stepMs.toFixed(1)} ms (mean of ${steps}), augmentation included.`,
    markdownTable(
      ["stage", "ms a step", "share", "in ops", "JavaScript outside ops"],
      stages.map(({ stage, ms, opsMs }) => [
        stage,
        ms.toFixed(2),
        share(ms),
        opsMs.toFixed(2),
        (ms - opsMs).toFixed(2),
      ]),
    ),
    markdownTable(
      ["op", "stage", "ms a step", "share", "calls a step"],
      small.length > 0 ? [...opRows, restRow] : opRows,
    ),
  ].join("\n\n");
}
