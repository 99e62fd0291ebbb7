import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

/** @param threads for the kernels of a process of its own, which reads their number when it starts */
async function kernelBytes(threads: number): Promise<string> {
  const script = join(import.meta.dirname, "kernelBytes.ts");
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: String(threads) };
  const { stdout } = await run(process.execPath, ["--import", "tsx", script], { env });
  return stdout.trim();
}

test("the kernels give the same bytes on one thread, on two and on more than there are images", async () => {
  const hashes = [];
  for (const threads of [1, 2, 12]) hashes.push(await kernelBytes(threads));
  expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(hashes).toEqual([hashes[0], hashes[0], hashes[0]]);
});
