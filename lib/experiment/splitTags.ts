import type { DataConfig } from "../data/config.js";
import { copiesSearched } from "../data/readGroupedSet.js";
import type { SplitRecord } from "../data/splitRecord.js";

/** What MLflow lists beside a run of how its data were divided. */
export function splitTags(
  data: DataConfig,
  { digest, leaky }: Pick<SplitRecord, "digest" | "leaky">,
): Record<string, string> {
  return {
    "split.digest": digest,
    "split.leaky": String(leaky),
    "split.copiesSearched": String(copiesSearched(data)),
  };
}
