import { ImageError } from "./imageError.js";

/** libvips, and so sharp, reads no BMP. The part of the format that radiographs come in is small: uncompressed rows. */
export interface BmpHeader {
  width: number;
  height: number;
  /** 1, 4, 8, 24 or 32 */
  bitsPerPixel: number;
  topDown: boolean;
  pixelOffset: number;
  /** RGB triples, empty above 8 bits per pixel */
  palette: Uint8Array;
}

/** @throws ImageError "truncated" or "unsupported format" */
export function readBmpHeader(bytes: Buffer): BmpHeader {
  if (bytes.length < 26) throw new ImageError("truncated", "the BMP header is cut short");
  const headerSize = bytes.readUInt32LE(14);
  const isCore = headerSize === 12; // OS/2 1.x: 16-bit sizes, 3-byte palette
  if (bytes.length < 14 + headerSize) throw new ImageError("truncated", "the BMP header is cut short");
  if (!isCore && headerSize < 40) throw new ImageError("unsupported format", `BMP header of ${headerSize} bytes`);

  const width = isCore ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const signedHeight = isCore ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const bitsPerPixel = bytes.readUInt16LE(isCore ? 24 : 28);
  const compression = isCore ? 0 : bytes.readUInt32LE(30);
  if (width < 1 || signedHeight === 0) throw new ImageError("not an image", `BMP of ${width} x ${signedHeight} pixels`);
  if (compression !== 0 || ![1, 4, 8, 24, 32].includes(bitsPerPixel)) {
    throw new ImageError("unsupported format", `BMP of ${bitsPerPixel} bits with compression ${compression}`);
  }
  return {
    width,
    height: Math.abs(signedHeight),
    bitsPerPixel,
    topDown: signedHeight < 0,
    pixelOffset: bytes.readUInt32LE(10),
    palette: bitsPerPixel <= 8 ? readPalette(bytes, headerSize, bitsPerPixel) : new Uint8Array(0),
  };
}

/** @returns [height, width, 3] RGB; the fourth byte of 32-bit pixels is padding. @throws ImageError "truncated" */
export function readBmpPixels(bytes: Buffer, header: BmpHeader): Uint8Array {
  const { width, height, bitsPerPixel, palette } = header;
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4;
  const missing = header.pixelOffset + rowBytes * height - bytes.length;
  if (missing > 0) throw new ImageError("truncated", `${missing} bytes of the BMP's pixels are missing`);

  const rgb = new Uint8Array(width * height * 3);
  const bytesPerPixel = bitsPerPixel / 8;
  const indexMask = (1 << bitsPerPixel) - 1;
  for (let y = 0; y < height; y++) {
    const row = header.pixelOffset + rowBytes * (header.topDown ? y : height - 1 - y);
    for (let x = 0; x < width; x++) {
      const to = (y * width + x) * 3;
      if (bitsPerPixel > 8) {
        const from = row + x * bytesPerPixel; // stored blue, green, red
        rgb[to] = bytes[from + 2]!;
        rgb[to + 1] = bytes[from + 1]!;
        rgb[to + 2] = bytes[from]!;
      } else {
        const bit = x * bitsPerPixel;
        const index = (bytes[row + (bit >> 3)]! >> (8 - bitsPerPixel - (bit & 7))) & indexMask;
        for (let c = 0; c < 3; c++) rgb[to + c] = palette[index * 3 + c] ?? 0; // an index past the palette is black
      }
    }
  }
  return rgb;
}

function readPalette(bytes: Buffer, headerSize: number, bitsPerPixel: number): Uint8Array {
  const entryBytes = headerSize === 12 ? 3 : 4;
  const declared = headerSize === 12 ? 0 : bytes.readUInt32LE(46);
  const count = Math.min(declared || 1 << bitsPerPixel, 1 << bitsPerPixel);
  const start = 14 + headerSize;
  if (bytes.length < start + count * entryBytes) throw new ImageError("truncated", "the BMP palette is cut short");
  const palette = new Uint8Array(count * 3);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) palette[i * 3 + c] = bytes[start + i * entryBytes + 2 - c]!;
  }
  return palette;
}
