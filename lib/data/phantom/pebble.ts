import type { Random } from "../../random.js";
import { type Bone, type Physique, createBone } from "./bone.js";
import { boneShapes } from "./boneShapes.js";
import type { Vec3 } from "./geometry.js";

/** A short rounded bone of given half width, half depth and length in mm. */
export function pebble(
  random: Random,
  name: string,
  start: Vec3,
  direction: Vec3,
  [halfWidthMm, halfDepthMm, lengthMm]: readonly [number, number, number],
  level: number,
  physique: Physique,
): Bone {
  const capMm = lengthMm * 0.45;
  return createBone(
    random.fork(name),
    {
      lengthMm,
      caps: [
        { mm: capMm, power: 2.5 },
        { mm: capMm, power: 2.5 },
      ],
      stations: boneShapes.pebble.stations.map(([at, , , cortex, trabecular]) => [
        at,
        halfWidthMm,
        halfDepthMm,
        cortex,
        trabecular,
      ]),
    },
    { name, start, direction, level },
    physique,
  );
}
