import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What a notebook's numbers were made with: names such as "version.sharp" and their values. */
export type Facts = Record<string, string>;

export interface FactDifference {
  what: string;
  /** undefined on the side that lacks it */
  committed: string | undefined;
  here: string | undefined;
}

/**
 * The facts that a notebook has noted, one JSON line a data set that it opened. What only later sets have, or have
 * otherwise, is named by their order: "data", "set 2: data".
 * @returns {} when it opened none
 */
export async function readNotedFacts(file: string): Promise<Facts> {
  const text = await readFile(file, "utf8").catch(() => "");
  const [first = {}, ...later] = text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Facts);
  const facts = { ...first };
  later.forEach((set, i) => {
    for (const [name, value] of Object.entries(set)) if (value !== first[name]) facts[`set ${i + 2}: ${name}`] = value;
  });
  return facts;
}

/** @returns undefined when none are committed for this setting, as "phantom/full": then nothing can be said */
export async function readCommittedFacts(dir: string, notebook: string, setting: string): Promise<Facts | undefined> {
  return (await readAll(dir, notebook))[setting];
}

/** Beside the notebook's key numbers. */
export async function writeCommittedFacts(dir: string, notebook: string, setting: string, facts: Facts): Promise<void> {
  const all = { ...(await readAll(dir, notebook)), [setting]: facts };
  const file = fileOf(dir, notebook);
  await mkdir(dir, { recursive: true });
  await writeFile(`${file}.tmp`, `${JSON.stringify(all, null, 2)}\n`);
  await rename(`${file}.tmp`, file);
}

/** What differs, in order of name; a fact that only one side has differs too. */
export function compareFacts(committed: Facts, here: Facts): FactDifference[] {
  const names = [...new Set([...Object.keys(committed), ...Object.keys(here)])].sort();
  return names
    .filter((name) => committed[name] !== here[name])
    .map((what) => ({ what, committed: committed[what], here: here[what] }));
}

export interface FactsRow {
  name: string;
  /** undefined where nothing is committed to compare with */
  differences?: FactDifference[];
}

/** A line a difference, or one line that there is none; notebooks without committed facts are named. */
export function factsReport(rows: readonly FactsRow[]): string {
  const differing = rows.flatMap(({ name, differences = [] }) =>
    differences.map(
      ({ what, committed = "-", here = "-" }) => `${name}  ${what}: committed ${committed}, here ${here}`,
    ),
  );
  const unknown = rows.filter(({ differences }) => !differences).map(({ name }) => name);
  const compared = rows.length - unknown.length;
  return [
    ...(differing.length > 0 ? ["Made with something else than the committed numbers:", ...differing] : []),
    ...(differing.length === 0 && compared > 0 ? ["Data, versions, config and machine: as committed."] : []),
    ...(unknown.length > 0
      ? [`Nothing committed about data, versions and config at this setting: ${unknown.join(", ")}`]
      : []),
  ].join("\n");
}

async function readAll(dir: string, notebook: string): Promise<Record<string, Facts>> {
  const text = await readFile(fileOf(dir, notebook), "utf8").catch(() => "{}");
  return JSON.parse(text) as Record<string, Facts>;
}

function fileOf(dir: string, notebook: string): string {
  return join(dir, `${notebook}.facts.json`);
}
