import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";
import { readSettings } from "../../lib/settings.js";

const { root } = readSettings();
const lib = join(root, "lib");
const files = readdirSync(lib, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
const imports = new Map(files.map((name) => [join(lib, name), importsOf(join(lib, name))]));

/** What a module loads when it runs; types are gone by then. */
function importsOf(file: string): string[] {
  const statements = readFileSync(file, "utf8").matchAll(
    /^(?:import|export)\s(?!type\s)[^;]*?from\s+"(\.[^"]+)\.js"/gm,
  );
  return [...statements].map(([, path = ""]) => join(dirname(file), `${path}.ts`));
}

function findCycle(file: string, path: string[], finished: Set<string>): string[] | undefined {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (finished.has(file)) return undefined;
  for (const imported of imports.get(file) ?? []) {
    const cycle = findCycle(imported, [...path, file], finished);
    if (cycle) return cycle;
  }
  finished.add(file);
  return undefined;
}

// tslab evaluates a module again for every import within a cycle, without end.
test("no module of lib imports itself by way of others", () => {
  const finished = new Set<string>();
  for (const file of imports.keys()) {
    expect(findCycle(file, [], finished)?.map((path) => relative(root, path))).toBeUndefined();
  }
  expect(finished.size).toBe(imports.size);
});
