import type { PlainHeader } from "./plainHeader.js";

/**
 * Reads the header of the commonest kind of radiograph: a JPEG of 8 bits, grey or YCbCr, baseline or progressive,
 * without EXIF (which may turn it) and without Adobe's marker (which may mean other colours).
 * @returns undefined for every other file
 */
export function plainJpegHeader(bytes: Buffer): PlainHeader | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1]!;
    if (marker >= 0xc0 && marker <= 0xc2) return frameSize(bytes.subarray(at + 4)); // baseline, extended, progressive
    const isSegment = marker === 0xc4 || marker >= 0xdb; // not another frame, a scan, or a mark without a length
    const isTelling = marker === 0xe1 || marker === 0xee; // EXIF, Adobe
    if (!isSegment || isTelling) return undefined;
  }
  return undefined;
}

/** @param frame precision, height, width, number of components, three bytes for each */
function frameSize(frame: Buffer): PlainHeader | undefined {
  if (frame.length < 15 || frame[0] !== 8) return undefined;
  const [height, width, components] = [frame.readUInt16BE(1), frame.readUInt16BE(3), frame[5]];
  const isYcbcr = components === 3 && frame[6] === 1 && frame[9] === 2 && frame[12] === 3; // "R", "G", "B" would be RGB
  if (components !== 1 && !isYcbcr) return undefined;
  return height === 0 || width === 0 ? undefined : { format: "jpeg", width, height }; // 0: the height is told after the first scan
}
