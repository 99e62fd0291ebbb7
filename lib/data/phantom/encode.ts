import sharp from "sharp";
import type { Random } from "../../random.js";

export interface EncodedImage {
  bytes: Buffer;
  format: "jpeg" | "png" | "webp";
  extension: "jpg" | "png" | "webp";
  channels: 1 | 3;
}

/** EXIF orientation -> degrees clockwise that an upright image is turned before it is stored under it. */
const storedTurn = { 3: 180, 6: 270, 8: 90 } as const;

/**
 * Packs grey pixels as an archive would hold them: mostly JPEG of varying quality, some PNG and WebP, grey or RGB, a few
 * JPEGs lying on their side with an EXIF tag that says so. Drawn without regard to what the picture shows.
 */
export async function encodeImage(
  random: Random,
  pixels: Uint8Array,
  widthPixels: number,
  heightPixels: number,
): Promise<EncodedImage> {
  const kind = random.uniform();
  const isRgb = random.uniform() < 0.4;
  const quality = 60 + random.integer(36);
  const isTurned = random.uniform() < 0.1;
  const orientation = random.pick([3, 6, 8] as const);
  const grey = sharp(pixels, { raw: { width: widthPixels, height: heightPixels, channels: 1 } });
  const image = grey.toColourspace(isRgb ? "srgb" : "b-w");
  if (kind < 0.1) {
    const bytes = await image.png({ compressionLevel: 4 }).toBuffer();
    return { bytes, format: "png", extension: "png", channels: isRgb ? 3 : 1 };
  }
  if (kind < 0.14) {
    const bytes = await image.webp({ quality, effort: 1 }).toBuffer(); // WebP knows no grey
    return { bytes, format: "webp", extension: "webp", channels: 3 };
  }
  const upright = image.jpeg({ quality });
  const stored = isTurned ? upright.rotate(storedTurn[orientation]).withMetadata({ orientation }) : upright;
  const channels = isRgb || isTurned ? 3 : 1; // sharp writes an orientation only together with an sRGB profile
  return { bytes: await stored.toBuffer(), format: "jpeg", extension: "jpg", channels };
}

/** One grey channel, one byte a pixel, every bit kept. */
export function encodeMask(bits: Uint8Array, widthPixels: number, heightPixels: number): Promise<Buffer> {
  return sharp(bits, { raw: { width: widthPixels, height: heightPixels, channels: 1 } })
    .toColourspace("b-w")
    .png({ compressionLevel: 9 })
    .toBuffer();
}
