import type { RunOperation } from "./operation.js";

/** What the user should know, once each. */
export interface RunWarning {
  /**
   * spooling: the server is away, records go to the spool. caughtUp: it is back, and all that waited is there.
   * refused: the server took a record badly. lost: neither server nor spool took it; without a spool told at the first, and
   * with their number when the server is back or the run ends.
   */
  code: "spooling" | "caughtUp" | "refused" | "lost";
  message: string;
  spoolFolder?: string;
}

/** Errors that are kept, and different warnings of refusals and losses that are told: memory and screen stay bounded. */
const MAX_KEPT = 100;

/** What went wrong with a run's records: told as it happens, and kept for the run's outcome. */
export class RunTroubles {
  /** The first hundred. */
  readonly refused: Error[] = [];
  /** How many operations these and all later ones were. */
  refusedCount = 0;
  readonly #onWarning: (warning: RunWarning) => void;
  readonly #told = new Set<string>();

  constructor(onWarning: (warning: RunWarning) => void) {
    this.#onWarning = onWarning;
  }

  /** A handler that throws costs the run nothing: the warning goes to the console instead. */
  tell(warning: RunWarning): void {
    try {
      this.#onWarning(warning);
    } catch (error) {
      console.warn(warning.message, error);
    }
  }

  /** An operation that was not stored; told unless the very same has been told. */
  add(warning: RunWarning & { code: "refused" | "lost" }, error: Error): void {
    this.refusedCount++;
    if (this.refused.length < MAX_KEPT) this.refused.push(error);
    if (this.#told.has(warning.message) || this.#told.size >= MAX_KEPT) return;
    this.#told.add(warning.message);
    this.tell(warning);
  }
}

/** How many metrics, params, tags, data sets and files an operation holds; a model or a run's end is one. */
export function recordsIn(operation: RunOperation): number {
  switch (operation.kind) {
    case "batch":
      return operation.metrics.length + Object.keys(operation.params).length + Object.keys(operation.tags).length;
    case "inputs":
      return operation.datasets.length;
    case "artifacts":
      return operation.files.length;
    default:
      return 1;
  }
}
