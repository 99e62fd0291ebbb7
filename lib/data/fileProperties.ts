import type { Radiograph } from "./types.js";

type FileFacts = Pick<Radiograph, "widthPixels" | "heightPixels" | "bytes" | "format" | "channels">;

/** What a file tells before anybody looks at its picture, all above 0. */
export const fileNumbers: Readonly<Record<string, (file: FileFacts) => number>> = {
  "width, pixels": (file) => file.widthPixels,
  "height, pixels": (file) => file.heightPixels,
  "width / height": (file) => file.widthPixels / file.heightPixels,
  "file size, bytes": (file) => file.bytes,
  "bytes a pixel": (file) => file.bytes / (file.widthPixels * file.heightPixels),
};

/** The same where it is a name. */
export const fileNames: Readonly<Record<string, (file: FileFacts) => string>> = {
  format: (file) => file.format,
  channels: (file) => String(file.channels),
};
