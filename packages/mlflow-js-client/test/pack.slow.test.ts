import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { tempFolder } from "./tempFolder.js";

const run = promisify(execFile);
const PACKAGE = resolve(import.meta.dirname, "..");
const MODULES = resolve("node_modules");

const PROJECT = `
import { MlflowClient, MlflowError, replaySpool } from "mlflow-js-client";
import type { ActiveRun, ModelVersion, Run, RunOutcome } from "mlflow-js-client";

const { signal } = new AbortController();
const client = new MlflowClient({ trackingUri: "http://127.0.0.1:1", retry: { attempts: 1 } }).withSignal(signal);
const body = async (run: ActiveRun): Promise<ModelVersion | undefined> => {
  run.params({ seed: 3 });
  run.metrics({ loss: 1 }, { step: 0 });
  const model = { name: "m", files: [], flavors: {} };
  return (await run.model(model, { register: { name: "bones", aliases: ["champion"] } })).modelVersion;
};
const outcome: RunOutcome<ModelVersion | undefined> = await client.withRun(
  { experiment: "bones", spoolDir: "spool", onWarning: () => undefined },
  body,
);
const runs: Run[] = [];
try {
  for await (const found of client.runs.search({ experimentIds: ["0"] })) runs.push(found);
} catch (error) {
  if (!(error instanceof MlflowError)) throw error;
  const [waiting] = await replaySpool({ client, spoolDir: "spool" });
  console.log(error.errorCode, error.isForeign, outcome.stored, waiting?.state);
}
`;

test("the packed package installs into an empty project, compiles there under every strictness for Node and for bundlers, and runs", async () => {
  const folder = await tempFolder();
  const tarball = await pack(join(folder, "package"));
  const project = join(folder, "project");
  await mkdir(project);
  await writeFile(join(project, "package.json"), '{ "name": "empty", "private": true, "type": "module" }');
  await npm(project, "install", tarball);
  expect((await readdir(join(project, "node_modules"))).filter((name) => !name.startsWith("."))).toEqual([
    "mlflow-js-client",
  ]);

  await writeFile(join(project, "index.ts"), PROJECT);
  const examples = [...(await readFile(join(PACKAGE, "README.md"), "utf8")).matchAll(/^```ts\n(.*?)^```/gms)];
  expect(examples.length).toBeGreaterThan(2);
  for (const [i, [, code]] of examples.entries()) await writeFile(join(project, `readme${i}.ts`), code!);
  const compilerOptions = {
    target: "ES2022",
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    types: ["node"],
    typeRoots: [join(MODULES, "@types")],
  };
  for (const resolution of [
    { module: "ESNext", moduleResolution: "bundler" },
    { module: "NodeNext", moduleResolution: "nodenext" },
  ]) {
    const config = { compilerOptions: { ...compilerOptions, ...resolution }, include: ["*.ts"] };
    await writeFile(join(project, "tsconfig.json"), JSON.stringify(config));
    const tsc = run(process.execPath, [join(MODULES, "typescript", "bin", "tsc"), "-p", "."], { cwd: project });
    expect(await tsc.catch((error: unknown) => (error as { stdout: string }).stdout)).toMatchObject({ stdout: "" });
  }
  const { stdout } = await run(process.execPath, ["index.js"], { cwd: project });
  expect(stdout).toBe("UNREACHABLE false spool waiting\n");

  const require = 'console.log(typeof require("mlflow-js-client").MlflowClient)';
  const fromCommonJs = await run(process.execPath, ["--input-type=commonjs", "-e", require], { cwd: project });
  expect(fromCommonJs.stdout).toBe("function\n");
});

/** Packed from a copy: building in the checkout would pull dist/ away under whoever uses it. */
async function pack(copy: string): Promise<string> {
  await mkdir(copy);
  for (const name of ["src", "README.md", "package.json", "tsconfig.json"]) {
    await cp(join(PACKAGE, name), join(copy, name), { recursive: true });
  }
  await symlink(MODULES, join(copy, "node_modules"));
  await npm(copy, "pack", "--ignore-scripts=false"); // an npm that runs this may have passed on "true"
  const tarball = (await readdir(copy)).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("Expected npm pack to leave a tarball. Received: none");
  return join(copy, tarball);
}

async function npm(cwd: string, ...args: string[]): Promise<void> {
  await run("npm", [...args, "--offline", "--no-audit", "--no-fund", "--loglevel=error"], { cwd });
}
