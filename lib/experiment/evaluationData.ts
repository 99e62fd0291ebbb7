import type { DataConfig } from "../data/config.js";
import { dataConfigSchema } from "../data/config.js";

/**
 * Which set a run is judged on. Another set than the run's takes none of what was known of that one: its copies are
 * searched for, and the table of the run's groups is not its own.
 * @param given of `source`, `dir` and `groupsFile` what the caller names; nothing for the run's own set
 */
export function evaluationData(
  own: DataConfig,
  given: Partial<Pick<DataConfig, "source" | "dir" | "groupsFile">>,
): DataConfig {
  if (Object.keys(given).length === 0) return own;
  const { findCopies, groupsHoldCopies } = dataConfigSchema.parse({});
  const other = { ...own, findCopies, groupsHoldCopies, ...given };
  if (given.groupsFile === undefined) delete other.groupsFile;
  return other;
}
