import type { Random } from "../../random.js";
import type { Bone } from "./bone.js";
import type { BreakSurface } from "./breakSurface.js";
import type { Movement } from "./movement.js";

export const fractureTypes = [
  "transverse",
  "oblique",
  "spiral",
  "comminuted",
  "segmental",
  "greenstick",
  "avulsion",
] as const;
export type FractureType = (typeof fractureTypes)[number];

/** A piece of a broken bone: the part on the given sides of the break surfaces, and how it moved. */
export interface Fragment {
  sides: readonly { surface: BreakSurface; sign: 1 | -1 }[];
  movement?: Movement;
}

export interface Fracture {
  type: FractureType;
  bone: Bone;
  /** Middle of the fracture along the bone, in mm from its start. */
  siteMm: number;
  fragments: readonly Fragment[];
  /** How the far piece moved against the near one; of an avulsion, the chip. */
  main: Movement;
  /** How everything beyond the bone moved: nothing when a whole bone beside it holds the limb in place. */
  beyond?: Movement;
}

/** What a fracture would be, whether or not the patient has it: intact patients get one too, to aim the camera at. */
export interface FracturePlan {
  type: FractureType;
  bone: Bone;
  siteMm: number;
}

/** Shares follow what a limb clinic sees only roughly; every type is common enough to be learned from 1,500 images. */
const typeShares: Record<FractureType, number> = {
  transverse: 0.22,
  oblique: 0.22,
  spiral: 0.16,
  comminuted: 0.14,
  segmental: 0.08,
  greenstick: 0.11,
  avulsion: 0.07,
};

export function drawFractureType(random: Random): FractureType {
  let left = random.uniform();
  for (const type of fractureTypes) {
    left -= typeShares[type];
    if (left < 0) return type;
  }
  return "transverse";
}

/** Shafts break in the middle parts, at the flare towards an end, and, where a tendon pulls off a corner, at the very end. */
export function planFracture(random: Random, bone: Bone, type: FractureType): FracturePlan {
  const farEnd = random.uniform() < 0.5;
  let share = random.between(0.25, 0.75);
  if (type === "avulsion") share = farEnd ? random.between(0.93, 0.97) : random.between(0.03, 0.07);
  else if (random.uniform() < 0.12) share = farEnd ? random.between(0.8, 0.92) : random.between(0.1, 0.2);
  return { type, bone, siteMm: share * bone.lengthMm };
}
