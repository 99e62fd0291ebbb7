import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSettings } from "../../lib/settings.js";

const { root, venvDir } = readSettings();
const tinyCommand = ["scripts/run.mjs", "test/scripts/tinyCommand.ts"];

interface Ended {
  code: number | null;
  output: string;
}

/** Once the output says `ready`, `onReady` gets the process id, which is its group's too. */
function run(program: string, args: readonly string[], onReady?: (pid: number) => void): Promise<Ended> {
  const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let output = "";
  let isReady = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (isReady || !output.includes("ready")) return;
      isReady = true;
      onReady?.(child.pid!);
    });
  }
  return new Promise((resolve) =>
    child.on("close", (code) => {
      resolve({ code, output });
    }),
  );
}

/** On a terminal, by Python's pty, whose control-C byte arrives as a user's key does. */
function runOnTerminal(mode: string): Promise<Ended> {
  const code = [
    "import os, pty, sys",
    "def read(fd):",
    "  data = os.read(fd, 1024)",
    "  if b'ready' in data: os.write(fd, b'\\x03')",
    "  return data",
    "sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:], read)))",
  ].join("\n");
  return run(join(venvDir, "bin", "python"), ["-c", code, process.execPath, ...tinyCommand, mode]);
}

const cursorHidden = "\u001b[?25l";
const cursorShown = "\u001b[?25h";

test("on a terminal, an error under a progress bar ends the command, the cursor shown again", async () => {
  const { code, output } = await runOnTerminal("bad-file");
  expect(code).toBe(1);
  expect(output).toContain(cursorHidden);
  expect(output.lastIndexOf(cursorShown)).toBeGreaterThan(output.lastIndexOf(cursorHidden));
  expect(output.trimEnd()).toMatch(/Expected an image\. Received: a\.txt$/);
});

test("on a terminal, Ctrl-C lets the command save what it has, exit 130, the cursor shown again", async () => {
  const { code, output } = await runOnTerminal("saves");
  expect(code).toBe(130);
  expect(output).toContain("saved");
  expect(output.lastIndexOf(cursorShown)).toBeGreaterThan(output.lastIndexOf(cursorHidden));
});

test("without a terminal, a signal to the whole group counts once", async () => {
  const { code, output } = await run(process.execPath, [...tinyCommand, "saves"], (pid) =>
    process.kill(-pid, "SIGINT"),
  );
  expect(code).toBe(130);
  expect(output).toBe("ready\n\nStopping; Ctrl-C again stops at once.\nsaved\n");
});

test("SIGTERM stops a command as Ctrl-C does, exit 143", async () => {
  const { code, output } = await run(process.execPath, [...tinyCommand, "saves"], (pid) =>
    process.kill(pid, "SIGTERM"),
  );
  expect(code).toBe(143);
  expect(output).toContain("saved");
});

test("a second Ctrl-C, more than half a second after the first, ends at once", async () => {
  const interruptTwice = (pid: number): void => {
    process.kill(-pid, "SIGINT");
    setTimeout(() => process.kill(-pid, "SIGINT"), 700);
  };
  const { code, output } = await run(process.execPath, [...tinyCommand, "hangs"], interruptTwice);
  expect(code).toBe(130);
  expect(output).not.toContain("saved");
});

test("what goes wrong after Ctrl-C is said: a full disk is no clean stop", async () => {
  const { code, output } = await run(process.execPath, [...tinyCommand, "disk-full"], (pid) =>
    process.kill(-pid, "SIGINT"),
  );
  expect(code).toBe(130);
  expect(output).toContain("no space left on device");
});
