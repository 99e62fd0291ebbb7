import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSettings } from "../../lib/settings.js";
import { choice, uniform } from "../../lib/sweep/searchSpace.js";

const { root } = readSettings();
const python = join(root, ".cache/ray-venv/bin/python");

interface Settings {
  x: number;
  filters: number[];
}

const job = {
  ...{ seed: 1, next: 0, left: [], reported: [], search: { kind: "tpe", trials: 30, startupTrials: 5 } },
  space: { x: uniform(0, 1), filters: choice([[4], [8, 16]]) },
};

function ask(count: number, changed: object = {}): Settings[] {
  const { stdout, stderr } = spawnSync(python, ["-B", join(root, "test/scripts/askOptuna.py")], {
    input: JSON.stringify({ job: { ...job, ...changed }, count }),
    env: { ...process.env, PYTHONPATH: join(root, "scripts/sweep/ray") },
    encoding: "utf8",
  });
  expect(stdout, stderr).not.toBe("");
  return JSON.parse(stdout) as Settings[];
}

describe.skipIf(!existsSync(python))("Optuna's TPE on Ray", () => {
  test("tries where trials were good, and lists as they are", () => {
    const asked = ask(30);
    const meanDistance = (part: Settings[]): number =>
      part.reduce((sum, { x }) => sum + Math.abs(x - 0.2), 0) / part.length;
    expect(meanDistance(asked.slice(20))).toBeLessThan(0.18); // by chance .34
    expect(new Set(asked.map(({ filters }) => JSON.stringify(filters)))).toEqual(new Set(["[4]", "[8,16]"]));
  });

  test("resumed, first gives what the trials left have, then draws on, and knows what was good", () => {
    const [first, second, third] = ask(3) as [Settings, Settings, Settings];
    const reported = { trial: 0, params: first, epochs: [{ epoch: 1, value: 0.5 }], isEnded: true };
    const resumed = ask(3, { next: 2, left: [{ trial: 1, params: second }], reported: [reported] });
    expect(resumed[0]).toEqual(second);
    for (const before of [first, second, third]) expect(resumed.slice(1)).not.toContainEqual(before);
    const epochs = (x: number): object[] => [
      { epoch: 1, value: -9 },
      { epoch: 2, value: -Math.abs(x - 0.8) },
    ];
    const known = Array.from({ length: 20 }, (_, trial) => {
      const x = (trial + 0.5) / 20;
      return { trial, params: { x, filters: [4] }, epochs: epochs(x), isEnded: true };
    });
    const [next] = ask(1, { next: 20, reported: known });
    expect(Math.abs(next!.x - 0.8)).toBeLessThan(0.2);
  });
});
