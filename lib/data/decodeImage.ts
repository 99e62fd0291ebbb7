import sharp from "sharp";
import { readBmpHeader, readBmpPixels } from "./bmp.js";
import { ImageError } from "./imageError.js";
import { isReadableFormat, sniffFormat, type ImageFormat } from "./imageFormat.js";
import { isCutShort } from "./isCutShort.js";

// One image a thread, several threads at once: twice as fast as several threads for one image. No file is decoded twice,
// so libvips need not remember any.
sharp.concurrency(1);
sharp.cache(false);

/** Every pixel of an image as stored, upright, at its full depth. */
export interface DecodedImage {
  format: ImageFormat;
  width: number;
  height: number;
  /** As the file has them; `samples` may hold more, e.g. a palette's colours. */
  fileChannels: number;
  kind: "grey" | "rgb" | "rgba" | "cmyk";
  /** Whether EXIF said that the stored rows lie otherwise than they are seen. */
  wasTurned: boolean;
  /** Whether a camera's or an editor's notes lie in the file. */
  hasExif: boolean;
  /** [height, width, 1 | 3 | 4] */
  samples: Uint8Array | Uint16Array;
}

/** A radiograph of 65,535 pixels would be six metres long; filters for resizing grow with the side. */
const maxSidePixels = 65_535;

/**
 * Decodes an image whole, so that a file cut short is found out rather than grey below the cut.
 * The size is judged by the header, before any pixel is decoded. Of several frames or pages the first counts.
 * @throws ImageError with the reason, for anything that is not a complete image of at most `maxPixels`
 */
export async function decodeImage(bytes: Buffer, maxPixels: number): Promise<DecodedImage> {
  if (bytes.length === 0) throw new ImageError("empty", "0 bytes");
  const format = sniffFormat(bytes);
  if (format === undefined) throw new ImageError("not an image", "its first bytes are those of no image format");
  if (!isReadableFormat(format)) throw new ImageError("unsupported format", `${format} is not read; convert it to PNG`);
  if (format === "bmp") {
    const header = readBmpHeader(bytes);
    requireReadableSize(header.width, header.height, maxPixels);
    const samples = readBmpPixels(bytes, header);
    const fileChannels = header.bitsPerPixel >= 24 ? 3 : 1;
    const { width, height } = header;
    return { format, width, height, fileChannels, kind: "rgb", wasTurned: false, hasExif: false, samples };
  }
  try {
    return await decodeWithSharp(bytes, format, maxPixels);
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw explain(bytes, format, error);
  }
}

async function decodeWithSharp(bytes: Buffer, format: ImageFormat, maxPixels: number): Promise<DecodedImage> {
  // "warning" also rejects a JPEG damaged in its middle; TIFF writers warn about every private tag, so there "error".
  const failOn = format === "tiff" ? "error" : "warning";
  const header = await sharp(bytes, { failOn, limitInputPixels: false }).metadata();
  requireReadableSize(header.width, header.height, maxPixels);
  const is16Bit = header.depth === "ushort";
  if (!is16Bit && header.depth !== "uchar") {
    throw new ImageError("unsupported format", `samples of type ${header.depth}; convert it to 8- or 16-bit PNG`);
  }
  const isPlainGrey = header.channels === 1;
  const isPlainCmyk = header.space === "cmyk" && !header.hasProfile; // with a profile, sharp converts it by that
  // Grey levels are taken as stored: a display profile says how a screen shows them, not what the detector saw.
  const image = sharp(bytes, { failOn, limitInputPixels: maxPixels, ignoreIcc: header.space !== "cmyk" });
  const wasTurned = (header.orientation ?? 1) > 1;
  if (wasTurned) image.autoOrient();
  if (isPlainCmyk) image.pipelineColourspace("cmyk").toColourspace("cmyk");
  else if (isPlainGrey) image.toColourspace(is16Bit ? "grey16" : "b-w");
  else image.toColourspace(is16Bit ? "rgb16" : "srgb");

  const { data, info } = await image.raw({ depth: is16Bit ? "ushort" : "uchar" }).toBuffer({ resolveWithObject: true });
  const samples = is16Bit ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  const kind = isPlainCmyk ? "cmyk" : info.channels === 1 ? "grey" : info.channels === 3 ? "rgb" : "rgba";
  const hasExif = header.exif !== undefined;
  const { width, height } = info;
  return { format, width, height, fileChannels: header.channels, kind, wasTurned, hasExif, samples };
}

/** @throws ImageError "too many pixels" */
export function requireReadableSize(width: number, height: number, maxPixels: number): void {
  if (Math.max(width, height) > maxSidePixels) {
    throw new ImageError("too many pixels", `${width} x ${height} pixels; no side above ${maxSidePixels} is read`);
  }
  if (width * height > maxPixels) {
    throw new ImageError("too many pixels", `${width} x ${height} pixels, at most ${maxPixels} are read`);
  }
}

function explain(bytes: Buffer, format: ImageFormat, error: unknown): ImageError {
  if (isCutShort(bytes, format)) return new ImageError("truncated", `the file ends before its ${format} picture does`);
  const message = error instanceof Error ? error.message.split("\n")[0]! : String(error);
  const isVague = message.includes("failOn"); // the true reason is lost when several images are decoded at once
  return new ImageError("unreadable", isVague ? `the ${format} data are damaged` : message);
}
