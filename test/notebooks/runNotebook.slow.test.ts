import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { runNotebook, type NotebookProgress } from "../../scripts/notebooks/runNotebook.js";
import { notebookJson, printed, readCells, runCells, temporaryFolder } from "./notebookFiles.js";

const showNumbers = (numbers: Record<string, number>) =>
  `Reflect.get(globalThis, "fractureLabDisplay").show({ "application/vnd.fracture-lab.numbers+json": ${JSON.stringify(numbers)}, "text/plain": "numbers" });;`;

test("runNotebook reports every cell, gathers the key numbers, and writes the same bytes twice", async () => {
  const cells = [
    "console.log('a');\nconsole.error('b');\nconsole.log('c');",
    "",
    showNumbers({ auc: 0.5, n: 3 }),
    showNumbers({ auc: 0.75 }),
  ];
  const progress: NotebookProgress[] = [];
  const first = await runCells(cells, { onProgress: (now) => progress.push(now) });
  expect(first.result).toMatchObject({ status: "ok", numbers: { auc: 0.75, n: 3 } });
  expect(progress.map(({ cell, cells: of, numbers }) => ({ cell, of, numbers }))).toEqual([
    { cell: 1, of: 3, numbers: {} },
    { cell: 2, of: 3, numbers: { auc: 0.5, n: 3 } },
    { cell: 3, of: 3, numbers: { auc: 0.75 } },
  ]);
  const second = await runCells(cells);
  expect(readFileSync(second.output, "utf8")).toBe(readFileSync(first.output, "utf8"));
});

test("parameters are assigned after the tagged cell, and replace those of an earlier run", async () => {
  const cells: (string | [string, string])[] = [
    ["parameters", 'let epochs = 5;\nlet name = "a";'],
    ["injected-parameters", "epochs = 1;"],
    "console.log(epochs, name);",
  ];
  const { result, cells: executed } = await runCells(cells, { parameters: { epochs: 7, name: 'say "b"' } });
  expect(result).toMatchObject({ status: "ok" });
  expect(executed).toHaveLength(3);
  expect([executed[1]?.source].flat().join("")).toBe('epochs = 7;\nname = "say \\"b\\"";');
  expect(printed(executed[2])).toBe('7 say "b"\n');
});

test("a parameter that the notebook does not declare, or of another type, fails before any work", async () => {
  const { result } = await runCells([["parameters", "let epochs = 5;"], "1"], { parameters: { epoch: 7 } });
  expect(result).toMatchObject({ status: "error", error: { cell: 2, ename: "TypeScriptError" } });
  expect(result.error?.evalue).toContain("Cannot find name 'epoch'");
});

test("parameters without a cell for them are refused", async () => {
  const { result } = await runCells(["1"], { parameters: { epochs: 7 } });
  expect(result.error?.evalue).toBe('Expected a cell tagged "parameters". Received: epochs, but no such cell.');
});

test("a cell that takes too long ends the run, and what was done before is written", async () => {
  const { result, cells } = await runCells(
    ["console.log('done');", "await new Promise((done) => setTimeout(done, 60_000));"],
    {
      timeoutSeconds: 3,
    },
  );
  expect(result).toMatchObject({ status: "error", error: { cell: 2, ename: "Timeout" } });
  expect(printed(cells[0])).toBe("done\n");
});

test("an abort interrupts the cell, lets it end well, and leaves no process behind", async () => {
  const folder = temporaryFolder();
  const pidFile = join(folder, "pid");
  const stop = new AbortController();
  const code = [
    `require("node:fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));`,
    'await new Promise<void>((done) => process.once("SIGINT", () => setTimeout(done, 200)));\nconsole.log("saved");',
  ];
  const notebook = join(folder, "in.ipynb");
  const output = join(folder, "out.ipynb");
  writeFileSync(notebook, notebookJson([...code, "console.log('never');"]));
  const running = runNotebook({
    notebook,
    output,
    signal: stop.signal,
    onProgress: () =>
      setTimeout(() => {
        stop.abort();
      }, 500),
  });
  expect(await running).toMatchObject({ status: "error", error: { ename: "Interrupted" } });
  const cells = readCells(output);
  expect(printed(cells[1])).toBe("saved\n");
  expect(cells[2]?.execution_count).toBeNull();
  await expectGone(Number(readFileSync(pidFile, "utf8")));
});

test("the kernel ends when the caller is killed", async () => {
  const folder = temporaryFolder();
  const pidFile = join(folder, "pid");
  const notebook = join(folder, "in.ipynb");
  const code = `require("node:fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));`;
  writeFileSync(notebook, notebookJson([code, "await new Promise((done) => setTimeout(done, 600_000));"]));
  const caller = join(import.meta.dirname, "runAlone.ts");
  const child = spawn(process.execPath, ["--import", "tsx", caller, notebook, join(folder, "out.ipynb")]);
  await vi.waitFor(
    () => {
      expect(existsSync(pidFile)).toBe(true);
    },
    { timeout: 60_000, interval: 200 },
  );
  child.kill("SIGKILL");
  await expectGone(Number(readFileSync(pidFile, "utf8")));
});

async function expectGone(pid: number): Promise<void> {
  await vi.waitFor(
    () => {
      expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    },
    { timeout: 30_000, interval: 200 },
  );
}
