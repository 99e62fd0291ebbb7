import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { UserError } from "../../userError.js";
import { refuseRepeats } from "../refuseRepeats.js";
import type { Radiograph } from "../types.js";

/** What a table beside the images may know of one of them; what it leaves empty is absent. */
export type SidecarRow = Partial<
  Pick<
    Radiograph,
    "label" | "group" | "region" | "view" | "source" | "hardware" | "fractureType" | "licence" | "sha256"
  >
>;

/** Accepted column names, in any case; the first one present counts. */
const columns = {
  file: ["file", "path", "filename", "image", "image_id"],
  label: ["label", "class"],
  group: ["group", "patient", "patient_id", "study", "study_id"],
  region: ["region", "body_part"],
  view: ["views", "view"],
  source: ["source", "hospital", "site"],
  hardware: ["hardware"],
  fractureType: ["fracture_type", "type"],
  licence: ["licence", "license"],
  sha256: ["sha256"],
} as const;

/**
 * Reads a table of one row a file.
 * @returns rows by file, paths with "/" between folders; undefined when there is no such table
 * @throws UserError when it is no CSV, has no column of files, or names one twice
 */
export async function readSidecarTable(
  folder: string,
  name = "manifest.csv",
): Promise<Map<string, SidecarRow> | undefined> {
  const rows = await readCsv(join(folder, name));
  if (rows === undefined) return undefined;
  const read = rows.map((row): [file: string, known: SidecarRow] => {
    const value = (column: keyof typeof columns): string | undefined =>
      columns[column].map((alias) => row[alias]).find((text) => text !== undefined && text !== "");
    const file = value("file");
    if (file === undefined) {
      throw new UserError(
        `Expected a "file" in every row of ${join(folder, name)}. Received: columns ${Object.keys(row).join(", ")}.`,
      );
    }
    const hardware = value("hardware");
    return [
      file.replaceAll("\\", "/").replace(/^\.\//, ""),
      {
        ...pickText(value, ["label", "group", "region", "view", "source", "fractureType", "licence", "sha256"]),
        ...(hardware === undefined ? {} : { hardware: isYes(hardware) }),
      },
    ];
  });
  refuseRepeats(
    read.map(([file]) => file),
    join(folder, name),
  );
  return new Map(read);
}

/** Rows with lower-case column names; undefined when there is no such file. @throws UserError when it is no CSV */
export async function readCsv(path: string): Promise<Record<string, string | undefined>[] | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") return undefined;
    throw new UserError(`Expected a table that may be read. Received: ${path} (${code ?? String(error)}).`);
  }
  try {
    return parse(text, {
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      bom: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count_less: true,
    });
  } catch (error) {
    throw new UserError(`Expected comma-separated values with a header line in ${path}. Received: ${String(error)}.`);
  }
}

export function isYes(text: string | undefined): boolean {
  return /^(1|1\.0|true|yes|y)$/i.test(text ?? "");
}

function pickText<K extends keyof typeof columns>(
  value: (column: K) => string | undefined,
  names: readonly K[],
): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  for (const name of names) {
    const text = value(name);
    if (text !== undefined) found[name] = text;
  }
  return found;
}
