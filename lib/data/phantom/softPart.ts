import type { Random } from "../../random.js";
import type { Physique } from "./bone.js";
import type { Vec3 } from "./geometry.js";
import type { SoftPart } from "./limb.js";
import { createTube } from "./tube.js";

/** A limb, palm or finger without its bones. */
export interface SoftShape {
  start: Vec3;
  direction: Vec3;
  lengthMm: number;
  /** [share of length, half width, half depth] in mm of a middle-sized adult */
  stations: readonly (readonly [at: number, halfWidthMm: number, halfDepthMm: number])[];
  /** See SoftPart. */
  level: number;
  ray: number;
}

/** One patient's soft part of a shape. The trunk end of a limb is open, since it goes on; all else is rounded. */
export function softPart(random: Random, shape: SoftShape, physique: Physique): SoftPart {
  const { start, direction, lengthMm, stations, level, ray } = shape;
  const girth = physique.scale * physique.girth;
  const tube = createTube(
    start,
    direction,
    lengthMm,
    stations.map(([at, width, depth]) => [
      at,
      width * girth * random.between(0.96, 1.04),
      depth * girth * random.between(0.96, 1.04),
    ]),
    [
      { mm: level === 0 ? 0 : Math.min(14 * physique.scale, lengthMm / 3), power: 2.2 },
      { mm: Math.min(14 * physique.scale, lengthMm / 3), power: 2.2 },
    ],
  );
  const widestMm = Math.max(...stations.map((station) => station[1])) * girth;
  return { ...tube, fatMm: widestMm * random.between(0.06, 0.16), level, ray };
}
