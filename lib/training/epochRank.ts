import type { TrainingConfig } from "./config.js";
import type { EpochRecord } from "./records.js";

/** How good an epoch is by its validation number: of two, the larger is the better one. */
export function epochRank(
  by: TrainingConfig["monitor"],
  { validationAuc, validationLoss }: Pick<EpochRecord, "validationAuc" | "validationLoss">,
): number {
  return by === "auc" ? validationAuc : -validationLoss;
}
