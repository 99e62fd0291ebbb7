export type ImageFormat = "jpeg" | "png" | "webp" | "tiff" | "gif" | "bmp";

/** What a file is, by its first bytes and never by its name; other known formats are named so that a message can. */
export type SniffedFormat = ImageFormat | "dicom" | "heif" | "jpeg2000" | "pdf" | "svg" | "zip" | undefined;

interface Signature {
  format: Exclude<SniffedFormat, undefined>;
  at: number;
  bytes: string; // latin1
}

const signatures: readonly Signature[] = [
  { format: "jpeg", at: 0, bytes: "\xff\xd8\xff" },
  { format: "png", at: 0, bytes: "\x89PNG\r\n\x1a\n" },
  { format: "gif", at: 0, bytes: "GIF87a" },
  { format: "gif", at: 0, bytes: "GIF89a" },
  { format: "webp", at: 8, bytes: "WEBP" },
  { format: "tiff", at: 0, bytes: "II*\0" },
  { format: "tiff", at: 0, bytes: "MM\0*" },
  { format: "tiff", at: 0, bytes: "II+\0" }, // BigTIFF
  { format: "tiff", at: 0, bytes: "MM\0+" },
  { format: "bmp", at: 0, bytes: "BM" },
  { format: "dicom", at: 128, bytes: "DICM" },
  { format: "heif", at: 4, bytes: "ftyp" },
  { format: "jpeg2000", at: 4, bytes: "jP  \r\n\x87\n" },
  { format: "pdf", at: 0, bytes: "%PDF-" },
  { format: "svg", at: 0, bytes: "<svg" },
  { format: "zip", at: 0, bytes: "PK\x03\x04" },
];

const readable: ReadonlySet<SniffedFormat> = new Set(["jpeg", "png", "webp", "tiff", "gif", "bmp"]);

export function sniffFormat(bytes: Buffer): SniffedFormat {
  return signatures.find(
    ({ at, bytes: magic }) => bytes.toString("latin1", at, at + magic.length) === magic && bytes.length > at,
  )?.format;
}

export function isReadableFormat(format: SniffedFormat): format is ImageFormat {
  return readable.has(format);
}
