import type { ImageFormat } from "./imageFormat.js";

/**
 * Whether a file that does not decode lacks its end, by the format's own end mark. libvips tells this in its message
 * only, and under load not even there.
 */
export function isCutShort(bytes: Buffer, format: ImageFormat): boolean {
  switch (format) {
    case "jpeg": // End of image after the last start of scan; a thumbnail inside has an end mark of its own.
      return bytes.lastIndexOf("\xff\xd9", undefined, "latin1") < bytes.lastIndexOf("\xff\xda", undefined, "latin1");
    case "png":
      return bytes.lastIndexOf("IEND", undefined, "latin1") === -1;
    case "gif":
      return bytes[bytes.length - 1] !== 0x3b;
    case "webp": // RIFF states its own length
      return bytes.length < 8 || bytes.readUInt32LE(4) + 8 > bytes.length;
    case "tiff": // most writers put the directory last
      return tiffDirectoryEnd(bytes) > bytes.length;
    case "bmp": // its reader counts the bytes that rows need
      return false;
  }
}

/** Byte after the first directory: a count of entries, 12 bytes each, and the place of the next one. */
function tiffDirectoryEnd(bytes: Buffer): number {
  if (bytes.length < 8) return 8;
  const isLittleEndian = bytes[0] === 0x49;
  const start = isLittleEndian ? bytes.readUInt32LE(4) : bytes.readUInt32BE(4);
  if (start + 2 > bytes.length) return start + 2;
  const entries = isLittleEndian ? bytes.readUInt16LE(start) : bytes.readUInt16BE(start);
  return start + 2 + entries * 12 + 4;
}
