import { UserError } from "../../userError.js";

/** An archive that is damaged, unsafe or of a kind that is not read: no use in keeping it. */
export class ArchiveError extends UserError {}
