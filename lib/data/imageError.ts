import type { RejectReason } from "./types.js";

/** Why these bytes give no image; `message` is the detail shown beside the reason. */
export class ImageError extends Error {
  override readonly name = "ImageError";

  constructor(
    readonly reason: RejectReason,
    message: string,
  ) {
    super(message);
  }
}
