import type { Random } from "../../random.js";
import { type Bone, type BonePlace, type Physique, createBone } from "./bone.js";
import type { Station } from "./tube.js";

/** Half width, half depth and length in mm. */
export type PebbleSize = readonly [number, number, number];

/** A short rounded bone of wrist, ankle or knee: a thin shell full of trabeculae. */
export function pebble(random: Random, place: BonePlace, size: PebbleSize, physique: Physique): Bone {
  const [halfWidthMm, halfDepthMm, lengthMm] = size;
  const cap = { mm: lengthMm * 0.45, power: 2.5 };
  const stations = [0, 0.5, 1].map((at): Station => [at, halfWidthMm, halfDepthMm, 0.8, 0.23]);
  return createBone(random.fork(place.name), { lengthMm, caps: [cap, cap], stations }, place, physique);
}
