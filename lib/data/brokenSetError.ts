import { UserError } from "../userError.js";
import type { Manifest } from "./types.js";

/** A set whose files were all read but that nothing can be trained or judged on; its manifest shows why. */
export class BrokenSetError extends UserError {
  constructor(
    message: string,
    readonly manifest: Manifest,
  ) {
    super(message);
  }
}
