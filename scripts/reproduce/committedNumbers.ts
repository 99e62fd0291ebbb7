import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A number that a notebook stands by, and how far another machine may be from it. */
export interface CommittedNumber {
  /** null when it is undefined, such as a PPV without any call. */
  value: number | null;
  /** 0 for counts; for trained numbers what another processor's rounding may do. Edited by hand, with reason. */
  tolerance: number;
}

/** One file a notebook: setting ("phantom/full") -> key -> number. */
export type CommittedNumbers = Record<string, Record<string, CommittedNumber>>;

export interface ComparedNumber {
  value: number | null;
  committed: number | null;
  isDrift: boolean;
}

/** For a new trained number, until a hand sets it: another oneDNN kernel or thread count trains other weights. */
const trainedTolerance = 0.05;

/** @returns {} for a notebook that has committed nothing yet */
export async function readCommitted(resultsDir: string, notebook: string): Promise<CommittedNumbers> {
  const file = join(resultsDir, `${notebook}.json`);
  return readFile(file, "utf8").then(
    (text) => JSON.parse(text) as CommittedNumbers,
    () => ({}),
  );
}

/**
 * Every key of either side; a key that only one side has is a drift.
 * @param committed undefined when nothing is committed for this setting: then nothing can drift
 */
export function compareNumbers(
  numbers: Record<string, number | null>,
  committed: Record<string, CommittedNumber> | undefined,
): Record<string, ComparedNumber> {
  const keys = [...new Set([...Object.keys(numbers), ...Object.keys(committed ?? {})])];
  return Object.fromEntries(
    keys.map((key) => {
      const value = numbers[key] ?? null;
      const expected = committed?.[key];
      const holds = expected !== undefined && key in numbers && isWithin(value, expected);
      return [key, { value, committed: expected?.value ?? null, isDrift: committed !== undefined && !holds }];
    }),
  );
}

function isWithin(value: number | null, { value: expected, tolerance }: CommittedNumber): boolean {
  if (value === null || expected === null) return value === expected;
  return Math.abs(value - expected) <= tolerance + 1e-9;
}

/** Commits what a notebook gave; tolerances that a hand has set stay. */
export async function writeCommitted(
  resultsDir: string,
  notebook: string,
  setting: string,
  numbers: Record<string, number | null>,
): Promise<void> {
  const all = await readCommitted(resultsDir, notebook);
  const before = all[setting] ?? {};
  all[setting] = Object.fromEntries(
    Object.entries(numbers).map(([key, value]) => {
      const tolerance = before[key]?.tolerance ?? (Number.isInteger(value) ? 0 : trainedTolerance);
      return [key, { value, tolerance }];
    }),
  );
  const file = join(resultsDir, `${notebook}.json`);
  await mkdir(resultsDir, { recursive: true });
  await writeFile(`${file}.tmp`, `${JSON.stringify(all, null, 2)}\n`);
  await rename(`${file}.tmp`, file);
}
