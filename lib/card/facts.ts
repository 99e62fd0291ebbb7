import type { Evidence } from "../experiment/evidence.js";
import type { SavedRun } from "../experiment/savedRun.js";
import type { ShortcutProbes } from "../explain/shortcutProbes.js";

/** All that a card is made from. What is undefined here is said to be unknown there; nothing is filled in. */
export interface CardFacts {
  /** As MLflow names the run, or its folder. */
  runId: string;
  saved: SavedRun;
  evidence: Evidence;
  /** Undefined when nobody measured them for this run. */
  probes: ShortcutProbes | undefined;
  /** Pictures that the run logged, PNG by name, such as "roc"; none of them shows a radiograph. */
  pictures: ReadonlyMap<string, Uint8Array>;
}

/** What a card says of a thing that no one recorded. */
export const unknown = "unknown";
