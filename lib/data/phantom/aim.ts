import type { Random } from "../../random.js";
import { type Camera, onFilm, pixelToFilm } from "./camera.js";
import { type Vec3, inverse } from "./geometry.js";
import { type Limb, type Region, regionFacts } from "./limb.js";

export const views = ["frontal", "lateral", "oblique"] as const;
export type View = (typeof views)[number];

const axialDegrees: Record<View, readonly number[]> = { frontal: [0], lateral: [90, -90], oblique: [45, -45] };
/** A hand quite on edge shows nothing but fingers behind each other: its "lateral" is taken fanned. */
const handShare = 0.65;

/** Pictures lie upright mostly, else upside down or across, as they come out of an archive. */
const quarterTurns = [0, 0, 0, 0, 0, 0, 0, 0, 2, 2] as const;

/** Places a camera so that a point of the limb is somewhere in the inner part of the image. */
export function aimCamera(
  random: Random,
  limb: Limb,
  region: Region,
  target: Vec3,
  view: View,
  mirrored: boolean,
  longestSidePixels?: number,
): Camera {
  const longest = longestSidePixels ?? Math.round(Math.exp(random.between(Math.log(256), Math.log(620))));
  const shortest = Math.round(longest * random.between(0.55, 1));
  const quarter = random.pick(quarterTurns);
  const across = quarter % 2 === 1;
  const fieldMm = random.between(...regionFacts[region].fieldMm);
  const turnShare = region === "hand" ? handShare : 1;
  const camera: Camera = {
    widthPixels: across ? longest : shortest,
    heightPixels: across ? shortest : longest,
    pixelMm: fieldMm / longest,
    centreMm: [0, 0],
    axialRad: (turnShare * (random.pick(axialDegrees[view]) + 9 * clampedNormal(random)) * Math.PI) / 180,
    rollRad: (quarter * Math.PI) / 2 + 0.1 * clampedNormal(random),
    mirrored,
  };
  const [x, y] = onFilm(target, camera);
  const middle = y + fieldMm * random.between(-0.28, 0.28);
  const sideMm = fieldMm * (shortest / longest) * random.between(-0.2, 0.2);
  const [low, high] = limb.middleRangeMm;
  return { ...camera, centreMm: [x + sideMm, Math.min(high, Math.max(low, middle))] };
}

/** Whether a point of the limb comes to lie within the image or a margin (mm) around it. */
export function isInView(point: Vec3, camera: Camera, marginMm: number): boolean {
  const toPixel = inverse(pixelToFilm(camera));
  const [x, y] = onFilm(point, camera);
  const column = toPixel.xx * x + toPixel.xy * y + toPixel.x0;
  const row = toPixel.yx * x + toPixel.yy * y + toPixel.y0;
  const margin = marginMm / camera.pixelMm;
  const { widthPixels, heightPixels } = camera;
  return column > -margin && row > -margin && column < widthPixels + margin && row < heightPixels + margin;
}

const clampedNormal = (random: Random): number => Math.min(2.2, Math.max(-2.2, random.normal()));
