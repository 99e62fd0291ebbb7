import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import typescript from "typescript";
import { readSettings } from "../lib/settings.js";
import { checkTypes } from "./notebooks/checkTypes.js";
import { notebookScript } from "./notebooks/notebookScript.js";

/** Checks every notebook with the project's TypeScript, and with the older one that runs them. */
const { root } = readSettings();
const requireTslab = createRequire(createRequire(import.meta.url).resolve("tslab"));
const compilers = [typescript, requireTslab("@tslab/typescript-for-tslab") as typeof typescript];
const names = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));
const notebooks = new Map(
  names.map((name) => [`notebooks/${name}`, notebookScript(readFileSync(join(root, "notebooks", name), "utf8"))]),
);

for (const compiler of compilers) {
  const errors = checkTypes(compiler, root, notebooks);
  for (const error of errors) console.error(error);
  const found = errors.length === 1 ? "1 error" : `${errors.length || "no"} errors`;
  console.log(`${names.length} notebooks checked with TypeScript ${compiler.version}: ${found}`);
  if (errors.length > 0) process.exitCode = 1;
}
