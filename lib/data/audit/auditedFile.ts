import type { Radiograph } from "../types.js";
import type { PictureFacts } from "./pictureFacts.js";

/** A readable file of the set, those with contradictory labels included. */
export interface AuditedFile
  extends
    Pick<Radiograph, "path" | "label" | "split" | "region" | "view" | "hardware">,
    Pick<Radiograph, "sha256" | "widthPixels" | "heightPixels" | "format" | "channels" | "bytes">,
    PictureFacts {
  /** Whether EXIF says that its stored rows lie otherwise than they are seen. */
  wasTurned: boolean;
  hasExif: boolean;
  /** All files of one radiograph share it. */
  radiograph: string;
}
