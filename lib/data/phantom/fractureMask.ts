import { readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import sharp from "sharp";
import { UserError } from "../../userError.js";
import type { Manifest, Radiograph } from "../types.js";

/** Which pixels of an upright radiograph show a fracture. */
export interface FractureMask {
  /** [heightPixels, widthPixels]: 0 for none, else bit k for the fracture of box k */
  bits: Uint8Array;
  widthPixels: number;
  heightPixels: number;
}

/**
 * The exact mask of a simulated radiograph; all 0 for one that is not fractured.
 * @throws UserError when the manifest is of another source, or the mask file is missing
 */
export async function loadFractureMask(manifest: Manifest, radiograph: Radiograph): Promise<FractureMask> {
  if (manifest.source !== "phantom") {
    throw new UserError(`Expected the phantom data, which alone has masks. Received: ${manifest.source}.`);
  }
  const { widthPixels, heightPixels } = radiograph;
  if (radiograph.label !== "fractured") {
    return { bits: new Uint8Array(widthPixels * heightPixels), widthPixels, heightPixels };
  }
  const file = join(manifest.root, "masks", `${basename(radiograph.path, extname(radiograph.path))}.png`);
  const bytes = await readFile(file).catch(() => {
    throw new UserError(`Expected a mask at ${file}. Received: none. Delete ${manifest.root} to have it made again.`);
  });
  const { data, info } = await sharp(bytes).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { bits: new Uint8Array(data), widthPixels: info.width, heightPixels: info.height };
}
