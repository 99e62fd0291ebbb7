import type { Random } from "../../random.js";
import type { Bone, Physique } from "./bone.js";
import type { Tube } from "./tube.js";

/** Skin, fat and muscle round the bones; fingers and palm are parts of their own. */
export interface SoftPart extends Tube {
  fatMm: number;
  /** Beyond a displaced fracture of a bone of this level or lower, it moves along; see Bone.level. */
  level: number;
  ray: number;
}

export const regions = ["humerus", "forearm", "hand", "femur", "leg"] as const;
export type Region = (typeof regions)[number];

/** Bones, and soft tissue, of an arm or leg of one patient, stretched out straight. */
export interface Limb {
  bones: readonly Bone[];
  soft: readonly SoftPart[];
  /** Where an image's middle may lie along the limb, in mm from the trunk. */
  middleRangeMm: readonly [number, number];
}

/** The bones that break in a region, and how much of the limb an image of it shows (mm, longest side). */
export const regionFacts: Record<Region, { limb: "arm" | "leg"; bones: RegExp; fieldMm: readonly [number, number] }> = {
  humerus: { limb: "arm", bones: /^humerus$/, fieldMm: [88, 148] },
  forearm: { limb: "arm", bones: /^(radius|ulna)$/, fieldMm: [57, 97] },
  hand: { limb: "arm", bones: /^(metacarpal|proximal phalanx) [2-5]$/, fieldMm: [37, 58] },
  femur: { limb: "leg", bones: /^femur$/, fieldMm: [103, 168] },
  leg: { limb: "leg", bones: /^(tibia|fibula)$/, fieldMm: [83, 137] },
};

export type LimbBuilder = (random: Random, physique: Physique) => Limb;
