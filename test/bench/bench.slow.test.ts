import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../notebooks/notebookFiles.js";
import { runScript } from "../scripts/runScript.js";

const tiny = [
  "--rounds",
  "1",
  "--size",
  "16",
  "--filters",
  "4-8",
  "--batch",
  "4",
  "--steps",
  "3",
  "--without",
  "keras",
];

interface Report {
  tensorflow: string;
  training: Record<string, unknown>;
  inference: Record<string, unknown>;
  rssMB: { ours: number; tfjs: number };
}

test("bench measures this project and stock TensorFlow.js on one network, and needs no Python for that", async () => {
  const json = join(temporaryFolder(), "bench.json");
  const args = [...tiny, "--only", "training,inference", "--json", json];
  const { code, stdout, stderr } = await runScript("bench", args, { env: {} });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toContain("| training, images/s");
  const report = JSON.parse(readFileSync(json, "utf8")) as Report;
  expect(report.tensorflow).toBe("2.16.2");
  for (const part of [report.training, report.inference]) {
    expect(part["oursImagesPerSecond"]).toBeGreaterThan(0);
    expect(part["tfjsImagesPerSecond"]).toBeGreaterThan(0);
    expect(part["ratioToTfjs"]).toMatchObject({ median: expect.any(Number) as number });
    expect(part).not.toHaveProperty("kerasImagesPerSecond");
  }
  expect(report.rssMB.ours).toBeGreaterThan(100);
});

test("--profile names the stages and ops of a step, and all of its time is in some stage", async () => {
  const json = join(temporaryFolder(), "profile.json");
  const { code, stdout } = await runScript("bench", [...tiny, "--steps", "8", "--profile", "--json", json], {
    env: {},
  });
  expect(code).toBe(0);
  for (const stage of ["input", "batch into tensors", "forward", "backward", "optimizer", "loss read back"])
    expect(stdout).toContain(`| ${stage} `);
  const { profile } = JSON.parse(readFileSync(json, "utf8")) as {
    profile: { stages: { ms: number; opsMs: number }[]; ops: { op: string; stage: string; ms: number }[] };
  };
  expect(profile.ops.find(({ op }) => op === "Conv2DBackpropFilter")?.stage).toBe("backward");
  for (const { ms, opsMs } of profile.stages) expect(opsMs).toBeLessThanOrEqual(ms);
});

test("Ctrl-C in the midst of it ends every contestant, exits 130 and leaves no folder behind", async () => {
  const folders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("fracture-lab-bench-"));
  const before = folders();
  const endless = [...tiny, "--only", "memory", "--size", "64", "--batch", "199"];
  const { code } = await runScript("bench", endless, { env: {}, until: /bench: memory …/ });
  expect(code).toBe(130);
  expect(folders()).toEqual(before);
  const commands = readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid) && existsSync(`/proc/${pid}/cmdline`))
    .map((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8"));
  expect(commands.filter((line) => line.includes('"batch":199'))).toEqual([]);
});

test.each([
  [["--rounds", "0"], "Expected a whole number of at least 1. Received: 0."],
  [["--only", "training,speed"], "Received: speed."],
  [["--size", "2000"], "Expected a whole number from 16 to 1024. Received: 2000."],
  [["--size", "16", "--filters", "4-4-4-4-4"], "bench: expected up to 8 filters, each halving the image."],
  [["--profile", "--steps", "1"], "bench: expected --steps of 2 or more with --profile"],
  [["--only", "memory", "--write-readme"], "bench: expected --write-readme without --only and --without"],
  [["--without", "torch"], "Expected peers out of tfjs,keras. Received: torch."],
  [["--data-dir", "/somewhere"], "data: expected --data fracatlas or --data folder beside --data-dir."],
])("bench %j is refused in one sentence, exit 2", async (args, sentence) => {
  const { code, stderr } = await runScript("bench", args, { env: {} });
  expect(code).toBe(2);
  expect(stderr).toContain(sentence);
});
