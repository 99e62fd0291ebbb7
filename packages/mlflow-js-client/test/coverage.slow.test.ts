import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { coverageTable, isCoveredBy } from "./coverageTable.js";
import { hasMlflow, python } from "./mlflowServer.js";

test.skipIf(!hasMlflow)(
  "every endpoint that the installed MLflow declares is in the coverage table, once",
  async () => {
    const code = await readFile(join(import.meta.dirname, "restEndpoints.py"), "utf8");
    const endpoints = (await python("http://127.0.0.1:1", code)) as [string, string][];
    expect(endpoints.length).toBeGreaterThan(100);
    const rows = await coverageTable();
    const matches = endpoints.map(([method, path]) => ({
      endpoint: `${method} ${path}`,
      rows: rows.filter((row) => isCoveredBy(row, method, path)).length,
    }));
    expect(matches.filter((match) => match.rows !== 1)).toEqual([]);
    const idle = rows.filter((row) => !endpoints.some(([method, path]) => isCoveredBy(row, method, path)));
    expect(idle.map(({ path }) => path)).toEqual([]);
  },
);
