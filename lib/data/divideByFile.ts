import { UserError } from "../userError.js";
import type { DataConfig } from "./config.js";
import { matchSplit, partsOf, requireWholeMatch } from "./matchSplit.js";
import { readTextFile } from "./readTextFile.js";
import { regroup } from "./regroup.js";
import { withClasses, type Parts } from "./split.js";
import { parseSplitCsv } from "./splitCsv.js";
import { recordSplit, refuseLeaks, type SplitRecord } from "./splitRecord.js";
import type { Manifest } from "./types.js";

type SplitFileConfig = Pick<DataConfig, "splitBy" | "split" | "splitSeed" | "allowLeak"> & { splitFile: string };

/**
 * Divides a set as a written split says; the groups that it names are joined with those known now.
 * @throws UserError when it is of another set, a group crosses it, a part lacks a class, or the config asks for two splits
 */
export async function divideByFile(
  manifest: Manifest,
  config: SplitFileConfig,
): Promise<{ manifest: Manifest; parts: Parts; record: SplitRecord }> {
  const { splitBy, splitFile, allowLeak } = config;
  if (splitBy !== "group") {
    throw new UserError(
      `data: expected data.splitFile or data.splitBy. Received: both. Leave data.splitBy=${splitBy} out.`,
      2,
    );
  }
  const rows = parseSplitCsv(await readTextFile(splitFile, "data.splitFile"), splitFile);
  const match = matchSplit(manifest.radiographs, rows);
  requireWholeMatch(match, splitFile);
  const groups = new Map(manifest.radiographs.map((radiograph, i) => [radiograph, match.rows[i]!.group]));
  const grouped = regroup(manifest, [(radiograph) => groups.get(radiograph)]);
  const parts = withClasses(grouped, partsOf(grouped.radiographs, match));
  const record = recordSplit(parts, "file", config);
  if (!allowLeak) refuseLeaks(record);
  return { manifest: grouped, parts, record };
}
