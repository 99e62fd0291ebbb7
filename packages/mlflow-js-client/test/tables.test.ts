import { expect, test } from "vitest";
import { RunTables } from "../src/runTables.js";
import { appendRows } from "../src/tables.js";
import type { TableRow } from "../src/tables.js";

const empty = { columns: [], data: [] };
const noDownload = (): Promise<never> => Promise.reject(new Error("nothing to download"));

test("appendRows puts new columns last, null where a row has none, and null for NaN as pandas does", () => {
  const first = appendRows("t.json", empty, [{ file: "a.png", probability: 0.5 }, { file: "b.png" }]);
  const { table } = appendRows("t.json", first.table, [{ probability: NaN, isRight: true }]);
  expect(JSON.parse(JSON.stringify(table))).toEqual({
    columns: ["file", "probability", "isRight"],
    data: [
      ["a.png", 0.5, null],
      ["b.png", null, null],
      [null, null, true],
    ],
  });
});

test("appendRows keeps a PNG in a cell as a picture beside the table", () => {
  const png = new Uint8Array([0x89, 0x50]);
  const { table, images } = appendRows("tables/errors.json", empty, [{ image: png }]);
  const [large, small] = images;
  expect(large?.path).toMatch(/^table_images\/tables\/errors\/[\w-]{36}\.png$/);
  expect(small?.path).toBe(large?.path.replace(".png", ".webp"));
  expect(table.data).toEqual([[{ type: "image", filepath: large?.path, compressed_filepath: small?.path }]]);
});

test("two appends at once keep both calls' rows, and the tag lists each table once", async () => {
  const tables = new RunTables({}, noDownload);
  const rows = (name: string): TableRow[] => [{ name }];
  const calls = ["a", "b"].map((name) => tables.append("t.json", rows(name)));
  const [, last] = await Promise.all(calls);
  const content = last?.files.at(-1)?.content as Uint8Array;
  expect(JSON.parse(Buffer.from(content).toString())).toMatchObject({ data: [["a"], ["b"]] });
  expect(last?.tag).toEqual({ "mlflow.loggedArtifacts": '[{"path":"t.json","type":"table"}]' });
});

test("a table of a run that is gone on with begins with the rows on the server", async () => {
  const tags = { "mlflow.loggedArtifacts": '[{"path": "t.json", "type": "table"}]' };
  const onServer = Buffer.from('{"columns":["a"],"data":[[1]]}');
  const tables = new RunTables(tags, () => Promise.resolve(onServer));
  const { files } = await tables.append("t.json", [{ a: 2 }]);
  expect(Buffer.from(files[0]!.content as Uint8Array).toString()).toBe('{"columns":["a"],"data":[[1],[2]]}');
});

test("rows that can't be known are not overwritten: the call says so", async () => {
  const taken = new RunTables(undefined, noDownload);
  await expect(taken.append("t.json", [])).rejects.toThrow("taken up while its server was away");
  const spoilt = new RunTables({ "mlflow.loggedArtifacts": '[{"path":"t.json","type":"table"}]' }, () =>
    Promise.resolve(Buffer.from("[1]")),
  );
  await expect(spoilt.append("t.json", [])).rejects.toThrow("Expected a table of columns and data in t.json");
});

test("a table's path ends in .json", async () => {
  await expect(new RunTables({}, noDownload).append("t.csv", [])).rejects.toThrow('Received: "t.csv"');
});
