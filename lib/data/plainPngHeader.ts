import type { PlainHeader } from "./plainHeader.js";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Transparency, a turned picture, an animation: sharp sees to these. */
const tellingChunks = new Set(["tRNS", "eXIf", "acTL"]);

/**
 * Reads the header of a PNG of 8 bits, grey or RGB, that says nothing more of its pixels.
 * @returns undefined for every other file
 */
export function plainPngHeader(bytes: Buffer): PlainHeader | undefined {
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(signature) || bytes.toString("latin1", 12, 16) !== "IHDR") {
    return undefined;
  }
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [bitDepth, colourType] = [bytes[24], bytes[25]];
  if (bitDepth !== 8 || (colourType !== 0 && colourType !== 2) || width === 0 || height === 0) return undefined;
  for (let at = 33; at + 8 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const chunk = bytes.toString("latin1", at + 4, at + 8);
    if (chunk === "IDAT") return { format: "png", width, height };
    if (tellingChunks.has(chunk)) return undefined;
  }
  return undefined;
}
