/** Writes the kinds of BMP that the reader must know, from grey values that each kind can hold. */
export function encodeBmp(
  grey: Uint8Array,
  width: number,
  bits: 1 | 4 | 8 | 24 | 32,
  options: { topDown?: boolean; core?: boolean } = {},
): Buffer {
  const height = grey.length / width;
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  const colours = bits <= 8 ? 1 << bits : 0;
  const headerBytes = options.core ? 12 : 40;
  const offset = 14 + headerBytes + colours * (options.core ? 3 : 4);
  const bmp = Buffer.alloc(offset + rowBytes * height);
  bmp.write("BM");
  bmp.writeUInt32LE(bmp.length, 2);
  bmp.writeUInt32LE(offset, 10);
  bmp.writeUInt32LE(headerBytes, 14);
  if (options.core) {
    bmp.writeUInt16LE(width, 18);
    bmp.writeUInt16LE(height, 20);
    bmp.writeUInt16LE(1, 22);
    bmp.writeUInt16LE(bits, 24);
  } else {
    bmp.writeInt32LE(width, 18);
    bmp.writeInt32LE(options.topDown ? -height : height, 22);
    bmp.writeUInt16LE(1, 26);
    bmp.writeUInt16LE(bits, 28);
  }
  for (let i = 0; i < colours; i++) {
    const level = Math.round((i * 255) / (colours - 1));
    bmp.fill(level, 14 + headerBytes + i * (options.core ? 3 : 4), 14 + headerBytes + i * (options.core ? 3 : 4) + 3);
  }
  for (let y = 0; y < height; y++) {
    const row = offset + rowBytes * (options.topDown ? y : height - 1 - y);
    for (let x = 0; x < width; x++) {
      const value = grey[y * width + x]!;
      if (bits >= 24) bmp.fill(value, row + (x * bits) / 8, row + (x * bits) / 8 + 3);
      else {
        const bit = x * bits;
        const index = Math.round((value / 255) * (colours - 1));
        bmp[row + (bit >> 3)]! |= index << (8 - bits - (bit & 7));
      }
    }
  }
  return bmp;
}
