import type { PreparedData } from "./prepareData.js";
import type { Radiograph, SplitName } from "./types.js";

/** Every radiograph with the split it is used in here, which may not be the one its source gave it. */
export function assignedRadiographs({ splits }: Pick<PreparedData, "splits">): Radiograph[] {
  return Object.entries(splits).flatMap(([split, { radiographs }]) =>
    radiographs.map((radiograph) => ({ ...radiograph, split: split as SplitName })),
  );
}
