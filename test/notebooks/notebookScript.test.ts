import typescript from "typescript";
import { expect, test } from "vitest";
import { readSettings } from "../../lib/settings.js";
import { checkTypes } from "../../scripts/notebooks/checkTypes.js";
import { notebookScript } from "../../scripts/notebooks/notebookScript.js";
import { notebookJson } from "./notebookFiles.js";

test("notebookScript finds the way back from lines to cells, which may end without a semicolon", () => {
  const { text, placeOf } = notebookScript(notebookJson(["const a = 1", "", "// first\n({ a })"]));
  const line = text.split("\n").indexOf("({ a })");
  expect(placeOf(line)).toEqual({ cell: 2, line: 2 });
});

test("checkTypes names notebook, cell and line of a mistake, and follows imports from the root", () => {
  const cells = [
    'import { createRandom } from "./lib/random.js";\nconst random = createRandom(1);',
    "await null;\nrandom.unifrom();",
  ];
  const notebooks = new Map([["notebooks/a.ipynb", notebookScript(notebookJson(cells))]]);
  expect(checkTypes(typescript, readSettings().root, notebooks)).toEqual([
    "notebooks/a.ipynb, cell 2, line 2: Property 'unifrom' does not exist on type 'Random'. Did you mean 'uniform'?",
  ]);
});
