import { Command, type CommanderError } from "commander";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { outputOption } from "../../scripts/options.js";
import { temporaryFolder } from "../notebooks/notebookFiles.js";

function parse(file: string): unknown {
  const program = new Command()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .addOption(outputOption("--predictions <file>", "where they go"));
  return program.parse(["--predictions", file], { from: "user" }).opts()["predictions"];
}

function refusal(file: string): string {
  try {
    parse(file);
  } catch (error) {
    return (error as CommanderError).message;
  }
  throw new Error(`Expected a refusal of ${file}. Received: none`);
}

test("outputOption takes a new file and one to be replaced", () => {
  const file = join(temporaryFolder(), "a.csv");
  expect(parse(file)).toBe(file);
  writeFileSync(file, "before");
  expect(parse(file)).toBe(file);
});

test("outputOption refuses a missing folder, a folder, and a file in the place of a folder", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "a"), "");
  expect(refusal(join(folder, "missing", "a.csv"))).toContain(`but ${join(folder, "missing")} does not exist.`);
  expect(refusal(folder)).toContain("but it is a folder.");
  expect(refusal("/dev/null")).toContain("but it is a device or a pipe."); // it would be replaced by a file
  expect(refusal(join(folder, "a", "b.csv"))).toContain(`but ${join(folder, "a")} is no folder.`);
});

// root may write everywhere
test.skipIf(process.getuid?.() === 0)("outputOption refuses a folder that may not be written", () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o555);
  expect(refusal(join(folder, "a.csv"))).toContain(`but ${folder} may not be written.`);
});
