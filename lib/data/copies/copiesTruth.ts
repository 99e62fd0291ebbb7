import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { toCsv } from "../../csv.js";
import type { ChainName } from "./makeCopy.js";

/** What is known of one file of a set with copies. */
export interface CopyFile {
  /** Relative to the set's folder: `class/number.ending`, which tells nothing else. */
  path: string;
  /** The group of that radiograph where it came from: the patient, if its source knows. */
  group: string;
  /** The radiograph that it shows: its path where it came from. */
  radiograph: string;
  chain: ChainName | "original";
  sha256: string;
  bytes: number;
}

/** The first two as data.groupsFile takes them: a radiograph's copies have one group. */
const columns = ["path", "group", "radiograph", "chain", "sha256", "bytes"] as const;

export function copiesTruthCsv(files: readonly CopyFile[]): string {
  return toCsv(
    columns,
    files.map((file) => columns.map((column) => String(file[column]))),
  );
}

/** @throws the system's error when the file cannot be read */
export async function readCopiesTruth(file: string): Promise<CopyFile[]> {
  const rows: Record<(typeof columns)[number], string>[] = parse(await readFile(file, "utf8"), { columns: true });
  return rows.map((row) => ({ ...row, chain: row.chain as CopyFile["chain"], bytes: Number(row.bytes) }));
}
