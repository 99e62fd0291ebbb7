import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { readSettings } from "../../lib/settings.js";
import { temporaryFolder } from "../notebooks/notebookFiles.js";

const { root } = readSettings();

/** A script that run.mjs runs, `wait` for its first line, then maybe a signal. */
async function run(
  code: string,
  args: string[] = [],
  signal?: NodeJS.Signals,
): Promise<{ code: number | null; stdout: string }> {
  const script = join(temporaryFolder(), "script.ts");
  writeFileSync(script, code);
  const child = spawn(process.execPath, [join(root, "scripts", "run.mjs"), relative(root, script), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    if (signal) child.kill(signal);
  });
  const exit = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code: exit, stdout };
}

test("run.mjs hands over arguments, the project's environment and the exit code", async () => {
  const code =
    "console.log(process.argv.slice(2).join('|'), process.env.TF_ENABLE_ONEDNN_OPTS); process.exitCode = 7 as number;";
  expect(await run(code, ["a b", "--flag"])).toEqual({ code: 7, stdout: "a b|--flag 1\n" });
});

test("run.mjs passes Ctrl-C on, and ends as the script ends", async () => {
  const listening =
    "process.on('SIGINT', () => { console.log('saved'); process.exit(130); }); console.log('ready'); setInterval(() => {}, 1000);";
  const { code, stdout } = await run(listening, [], "SIGINT");
  expect({ code, stdout }).toEqual({ code: 130, stdout: "ready\nsaved\n" });
  expect((await run("console.log('ready'); setInterval(() => {}, 1000);", [], "SIGTERM")).code).toBe(143);
});
