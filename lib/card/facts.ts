import type { Evidence } from "../experiment/evidence.js";
import type { ShortcutFindings } from "../experiment/findShortcuts.js";
import type { SavedRun } from "../experiment/savedRun.js";

/** All that a card is made from. What is undefined here is said to be unknown there; nothing is filled in. */
export interface CardFacts {
  /** As MLflow names the run, or its folder. */
  runId: string;
  saved: SavedRun;
  evidence: Evidence;
  /** What is missing, in a sentence, when nobody could or would measure them for this run. */
  shortcuts: ShortcutFindings | { missing: string };
  /** Pictures that the run logged, PNG by name, such as "roc"; none of them shows a radiograph. */
  pictures: ReadonlyMap<string, Uint8Array>;
}

/** What a card says of a thing that no one recorded. */
export const unknown = "unknown";
