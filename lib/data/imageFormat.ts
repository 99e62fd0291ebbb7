export type ImageFormat = "jpeg" | "png" | "webp" | "tiff" | "gif" | "bmp";

/** What a file is, by its first bytes and never by its name; other known formats are named so that a message can. */
export type SniffedFormat = ImageFormat | "dicom" | "heif" | "jpeg2000" | "pdf" | "svg" | undefined;

/** Over the first bytes as latin1. */
const signatures: readonly [Exclude<SniffedFormat, undefined>, RegExp][] = [
  ["jpeg", /^\xff\xd8\xff/],
  ["png", /^\x89PNG\r\n[^]\n/],
  ["gif", /^GIF8[79]a/],
  ["webp", /^RIFF[^]{4}WEBP/],
  ["tiff", /^(II[*+]\0|MM\0[*+])/], // "+" is BigTIFF
  ["bmp", /^BM[^]{4}\0{4}/], // reserved zeros: "BM" alone also begins texts
  ["dicom", /^[^]{128}DICM/],
  ["heif", /^[^]{4}ftyp/],
  ["jpeg2000", /^[^]{4}jP {2}\r\n\x87\n/],
  ["pdf", /^%PDF-/],
  ["svg", /^<svg/],
];

const readable: ReadonlySet<SniffedFormat> = new Set(["jpeg", "png", "webp", "tiff", "gif", "bmp"]);

export function sniffFormat(bytes: Buffer): SniffedFormat {
  const start = bytes.toString("latin1", 0, 132);
  return signatures.find(([, pattern]) => pattern.test(start))?.[0];
}

export function isReadableFormat(format: SniffedFormat): format is ImageFormat {
  return readable.has(format);
}
