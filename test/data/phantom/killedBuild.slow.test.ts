import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { createPhantomSource } from "../../../lib/data/phantom/index.js";

test("a build killed half-way leaves no data set, and the next call makes the whole of it", async () => {
  const scratch = await mkdtemp(join(tmpdir(), "phantom-"));
  const config = { patients: 40, seed: 9 };
  const cacheDir = join(scratch, "cache");
  const script = join(scratch, "build.mts");
  const library = resolve("lib/data/phantom/index.ts");
  await writeFile(
    script,
    `import { createPhantomSource } from ${JSON.stringify(library)};
     await createPhantomSource(${JSON.stringify(config)}, ${JSON.stringify(cacheDir)})
       .manifest((done) => console.log(done));`,
  );
  const child = spawn(process.execPath, ["--import", "tsx", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data"); // the first patient is written
  child.kill("SIGKILL");
  await once(child, "close");
  expect((await readdir(cacheDir)).every((name) => name.includes(".building-"))).toBe(true);

  const rebuilt = await createPhantomSource(config, cacheDir).manifest();
  const elsewhere = await createPhantomSource(config, join(scratch, "elsewhere")).manifest();
  expect(rebuilt.digest).toBe(elsewhere.digest);
  await rm(scratch, { recursive: true });
});
