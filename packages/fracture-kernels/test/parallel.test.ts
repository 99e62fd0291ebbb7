import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

test("what an item throws on any thread reaches the caller, and the threads go on working", () => {
  const folder = mkdtempSync(join(tmpdir(), "parallel-"));
  try {
    const program = join(folder, "parallelThrows");
    const sources = [join(import.meta.dirname, "parallelThrows.cc"), join(import.meta.dirname, "../src/parallel.cc")];
    execFileSync(process.env.CXX ?? "g++", ["-O1", "-std=c++17", "-pthread", ...sources, "-o", program]);
    const env = { ...process.env, TF_NUM_INTRAOP_THREADS: "4" };
    expect(execFileSync(program, { env, encoding: "utf8" })).toBe("200 1\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
