import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { readSettings } from "../../lib/settings.js";
import { printed, runCells, temporaryFolder } from "../notebooks/notebookFiles.js";

const { root } = readSettings();

test("shorthand properties, destructuring and loops see variables of earlier cells", async () => {
  const { result, cells } = await runCells([
    "let x = 1;",
    "const both = { x, twice: 2 * x };\nconsole.log(both);",
    "({ x } = { x: 5 });\nconsole.log(x);",
    "({ x = 7 } = {} as { x?: number });\nconsole.log(x);",
    "async function* count() { yield 1; yield 2; }",
    "for await (const n of count()) console.log(n);",
    "x = 9;",
    "x",
  ]);
  expect(result).toMatchObject({ status: "ok" });
  expect(cells.map((cell) => printed(cell))).toEqual([
    "",
    "{ x: 1, twice: 2 }\n",
    "5\n",
    "7\n",
    "",
    "1\n2\n",
    "",
    "9\n",
  ]);
});

test("packages of every kind load in cells, and danfojs shares the one TensorFlow", async () => {
  const { result, cells } = await runCells([
    'import * as tf from "@tensorflow/tfjs-node-gpu";\nimport * as danfo from "danfojs-node";',
    'import { z } from "zod";\nimport sharp from "sharp";\nimport { MlflowClient } from "mlflow-js-client";\nimport { parse } from "csv-parse/sync";',
    'import { createRandom } from "./lib/random.js";\nimport type { Data } from "plotly.js";',
    "console.log(tf.getBackend(), (danfo.tensorflow as unknown) === tf, z.int().parse(3), typeof sharp, typeof MlflowClient);",
    'console.log(parse("a,b"), createRandom(1).integer(1), { type: "bar" } satisfies Data);',
  ]);
  expect(result).toMatchObject({ status: "ok" });
  expect(printed(cells[3])).toBe("tensorflow true 3 function function\n");
  expect(printed(cells[4])).toBe("[ [ 'a', 'b' ] ] 0 { type: 'bar' }\n");
  expect(cells.map((cell) => printed(cell, "stderr")).join("")).toBe("");
});

test("a burst of 20,000 lines arrives whole, in order, and written characters are not split", async () => {
  const { cells } = await runCells([
    "for (let i = 0; i < 20_000; i++) console.log(i);",
    'const bytes = Buffer.from("é");\nprocess.stdout.write(bytes.subarray(0, 1));\nprocess.stdout.write(bytes.subarray(1));',
    'await new Promise<void>((done) => process.stdout.write("said", () => done()));',
  ]);
  expect(printed(cells[0])).toBe(Array.from({ length: 20_000 }, (_, i) => `${i}\n`).join(""));
  expect(printed(cells[1])).toContain("é");
  expect(printed(cells[2])).toContain("said");
});

test("whatever a cell fails with is a Jupyter error, at the place the user wrote", async () => {
  const failing = [
    "throw new RangeError('too far');",
    "throw 'just text';",
    "const f = () => 1; const g = { f }; const wrong: string = f();",
    "void Promise.reject(new Error('lost'));",
    "setTimeout(() => { throw new Error('late'); }, 0);",
    'import { absent } from "./lib/absent.js";',
  ];
  const { result, cells } = await runCells(failing.map((code) => ["raises-exception", code]));
  expect(result.status).toBe("ok");
  const errors = cells.map(({ outputs }) => outputs.find(({ output_type }) => output_type === "error"));
  expect(errors.map((error) => `${error?.ename}: ${error?.evalue}`)).toEqual([
    "RangeError: too far",
    "Error: just text",
    "TypeScriptError: cell 1:43 - Type 'number' is not assignable to type 'string'.",
    "Error: lost",
    "Error: late",
    "TypeScriptError: cell 1:24 - Cannot find module './lib/absent.js' or its corresponding type declarations.",
  ]);
});

test("a throw in a timer fails the cell that runs when it comes, and ends the run there", async () => {
  const { result, cells } = await runCells([
    "setTimeout(() => { throw new Error('late'); }, 1500);", // on a busy machine a cell takes a second to end
    "await new Promise((done) => setTimeout(done, 4000));",
    "console.log('never');",
  ]);
  expect(result).toMatchObject({ status: "error", error: { cell: 2, ename: "Error", evalue: "late" } });
  expect(cells[2]?.execution_count).toBeNull();
});

test("a throw in a timer after the last cell fails the notebook", async () => {
  const { result } = await runCells(["setTimeout(() => { throw new Error('last'); }, 100);"]);
  expect(result).toMatchObject({ status: "error", error: { cell: 1, ename: "Error", evalue: "last" } });
});

test("a kernel that ends in the middle of a cell says so", async () => {
  const { result } = await runCells(["process.exit(3);"]);
  expect(result).toMatchObject({ status: "error", error: { cell: 1, ename: "DeadKernel" } });
});

test("a cell that may fail leaves its error, and the next one runs", async () => {
  const { result, cells } = await runCells([
    ["raises-exception", "throw new Error('expected');"],
    "console.log('next');",
  ]);
  expect(result.status).toBe("ok");
  expect(cells[0]?.outputs).toMatchObject([{ output_type: "error", ename: "Error" }]);
  expect(printed(cells[1])).toBe("next\n");
});

test("a user's mistake is told by its sentence, without a stack or a path of this machine", async () => {
  const { cells } = await runCells([
    'import { UserError } from "./lib/userError.js";\nimport { createRandom } from "./lib/random.js";',
    ["raises-exception", 'throw new UserError("Expected a. Received: b.");'],
    ["raises-exception", "createRandom(1).integer(0);"],
  ]);
  expect(cells[1]?.outputs[0]?.traceback).toEqual(["UserError: Expected a. Received: b."]);
  const traceback = cells[2]?.outputs[0]?.traceback?.join("\n");
  expect(traceback).toContain("lib/random.ts");
  expect(traceback).not.toContain(root);
});

test("an edited module is new at the next import, and so is what imports it", async () => {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const folder = temporaryFolder(join(root, ".cache"));
  const inner = join(folder, "inner.ts");
  writeFileSync(inner, "export const value = 1;\n");
  writeFileSync(join(folder, "outer.ts"), 'import { value } from "./inner.js";\nexport const twice = 2 * value;\n');
  const importOuter = `import { twice } from "./${relative(root, folder)}/outer.js";\nconsole.log(twice);`;
  const { result, cells } = await runCells([
    importOuter,
    `require("node:fs").writeFileSync(${JSON.stringify(inner)}, "export const value = 21;\\n");`,
    importOuter,
  ]);
  expect(result).toMatchObject({ status: "ok" });
  expect([cells[0], cells[2]].map((cell) => printed(cell))).toEqual(["2\n", "42\n"]);
});

test("a file that comes between two cells beside an edited module does no harm, and can be imported", async () => {
  const folder = temporaryFolder(join(root, "lib"));
  const write = (name: string, code: string): string =>
    `require("node:fs").writeFileSync(${JSON.stringify(join(folder, name))}, ${JSON.stringify(code)});`;
  writeFileSync(join(folder, "old.ts"), "export const old = 1;\n");
  const from = (name: string): string => `"./${relative(root, folder)}/${name}.js"`;
  const { result, cells } = await runCells([
    `import { old } from ${from("old")};\nimport { openSource } from "./lib/data/openSource.js";\nconsole.log(old, typeof openSource);`,
    `${write("old.ts", "export const old = 2;\n")}\n${write("new.ts", "export const fresh = 3;\n")}`,
    `import { old } from ${from("old")};\nimport { fresh } from ${from("new")};\nconsole.log(old, fresh);`,
  ]);
  expect(result).toMatchObject({ status: "ok" });
  expect([cells[0], cells[2]].map((cell) => printed(cell))).toEqual(["1 function\n", "2 3\n"]);
});

test("one display carries several forms, is updated in place, and belongs to the cell that shows it", async () => {
  const { result, cells } = await runCells([
    "const display = Reflect.get(globalThis, 'fractureLabDisplay');",
    'const id = display.show({ "image/png": new Uint8Array([1, 2, 3]), "text/plain": "three bytes" });',
    'display.show({ "text/plain": "epoch 1" }, "progress");\nfor (const n of [2, 3]) display.update({ "text/plain": `epoch ${n}` }, "progress");',
    'display.show({ "application/vnd.fracture-lab.numbers+json": { auc: 0.75 }, "text/plain": "AUC 0.75" });;',
  ]);
  expect(result).toMatchObject({ status: "ok", numbers: { auc: 0.75 } });
  expect(cells[1]?.outputs).toMatchObject([{ data: { "image/png": "AQID", "text/plain": ["three bytes"] } }]);
  expect(cells[2]?.outputs).toMatchObject([{ data: { "text/plain": ["epoch 3"] } }]);
  expect(cells[3]?.outputs).toHaveLength(1);
});
