import sharp from "sharp";
import type { Random } from "../../random.js";
import {
  border,
  crop,
  equalize,
  gain,
  gamma,
  invert,
  mirror,
  noise,
  openPicture,
  quarterTurn,
  resize,
  rotateEnlarged,
  rotateInside,
  soften,
  squash,
  toPicture,
  type Transform,
} from "./transforms.js";

/** What one copy goes through, step after step, by name: what real sets with copies show, from mild to hard. */
const chains = {
  "re-encoded": [],
  resized: [resize(0.3, 2)],
  mirrored: [mirror],
  "quarter turn": [quarterTurn],
  "rotated, corners cut": [rotateInside],
  "rotated, canvas enlarged": [rotateEnlarged],
  "cropped to 80-95 %": [crop(0.2)],
  "cropped to 70-95 %": [crop(0.3)],
  "gamma and gain": [gamma, gain],
  inverted: [invert],
  bordered: [border],
  noisy: [noise],
  "squashed to 224 x 224": [squash],
  "locally equalised": [equalize],
  "mirror, rotation, size": [mirror, rotateInside, resize(0.4, 1.5)],
  "three rotations": [rotateInside, rotateInside, rotateInside],
  "rotation, squashed to 224 x 224": [rotateInside, squash],
  "crop, rotation, gamma": [crop(0.2), rotateInside, gamma],
  "crop to 70 %, mirror, enlarged rotation, size": [crop(0.3), mirror, rotateEnlarged, resize(0.4, 1.2)],
  "border, gain, softened, size": [border, gain, soften, resize(0.3, 0.8)],
} satisfies Record<string, readonly Transform[]>;

export type ChainName = keyof typeof chains;
export const chainNames = Object.keys(chains) as ChainName[];

/**
 * A copy of a radiograph as a JPEG of quality 40 to 95.
 * @param original a file that sharp opens, EXIF orientation and all
 * @param random decides angles, sizes and levels; the same draws give the same bytes
 */
export async function makeCopy(original: Buffer, name: ChainName, random: Random): Promise<Buffer> {
  let picture = await toPicture(sharp(original).autoOrient());
  for (const transform of chains[name]) picture = await transform(picture, random);
  return openPicture(picture)
    .jpeg({ quality: 40 + random.integer(56) })
    .toBuffer();
}
