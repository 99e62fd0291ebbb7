import type { Random } from "../../random.js";
import { type Bone, type BoneShape, type Physique, createBone } from "./bone.js";
import { boneShapes } from "./boneShapes.js";
import type { Vec3 } from "./geometry.js";
import type { SoftPart } from "./limb.js";
import { type SoftShape, softPart } from "./softPart.js";
import { axisPoint } from "./tube.js";

interface Finger {
  /** Foot of the metacarpal beside, beyond and before the middle of the wrist joint, mm. */
  foot: Vec3;
  /** How far it points towards the thumb's side. */
  fanRad: number;
  /** Of metacarpal and phalanges against their shapes; the thumb has no middle one. */
  lengths: readonly [number, number, number, number];
}

/** Thumb to little finger. */
const fingers: readonly Finger[] = [
  { foot: [21, 31, 9], fanRad: 0.62, lengths: [0.72, 0.74, 0, 1.15] },
  { foot: [11.5, 37, 0], fanRad: 0.13, lengths: [1.04, 0.95, 0.55, 0.95] },
  { foot: [1, 37, 0], fanRad: 0.01, lengths: [1, 1.05, 0.65, 1] },
  { foot: [-8.5, 37, 0], fanRad: -0.11, lengths: [0.9, 0.98, 0.62, 1] },
  { foot: [-16.5, 37, 0], fanRad: -0.24, lengths: [0.84, 0.78, 0.44, 0.9] },
];

const middlePhalanx: BoneShape = {
  ...boneShapes.phalanx,
  stations: boneShapes.phalanx.stations.map(([at, width, depth, ...wall]) => [at, 0.85 * width, 0.85 * depth, ...wall]),
};

const parts: readonly { name: string; shape: BoneShape; flesh: SoftShape["stations"] }[] = [
  {
    name: "metacarpal",
    shape: boneShapes.metacarpal,
    flesh: [
      [0, 16, 12],
      [0.6, 17, 13],
      [1, 11, 10],
    ],
  },
  {
    name: "proximal phalanx",
    shape: boneShapes.phalanx,
    flesh: [
      [0, 10.5, 9.5],
      [0.5, 9.6, 8.8],
      [1, 9, 8],
    ],
  },
  {
    name: "middle phalanx",
    shape: middlePhalanx,
    flesh: [
      [0, 9, 8.1],
      [0.5, 8.2, 7.5],
      [1, 7.7, 6.8],
    ],
  },
  {
    name: "end phalanx",
    shape: boneShapes.fingertip,
    flesh: [
      [0, 8.6, 7.8],
      [0.5, 9, 7.8],
      [1, 8, 7],
    ],
  },
];

const jointMm = 1.1;

/** Adds the bones and flesh of all fingers. The metacarpals of the four fingers lie in the palm, which is the arm's. */
export function addFingers(random: Random, physique: Physique, wristMm: number, bones: Bone[], soft: SoftPart[]): void {
  const { scale } = physique;
  const spread = random.between(0.7, 1.3);
  fingers.forEach(({ foot: [x, y, z], fanRad, lengths }, i) => {
    const ray = i + 1;
    let angle = fanRad * spread;
    let bend = random.between(-0.05, 0.12);
    let start: Vec3 = [x * scale, wristMm + y * scale, z * scale];
    parts.forEach(({ name, shape, flesh }, k) => {
      const length = lengths[k]!;
      if (length === 0) return;
      const direction: Vec3 = [Math.sin(angle), Math.cos(angle), bend];
      const level = 3 + k;
      const place = { name: `${name} ${ray}`, start, direction, level, ray };
      const ownShape = { ...shape, lengthMm: shape.lengthMm * length };
      const bone = createBone(random.fork(place.name), ownShape, place, physique);
      bones.push(bone);
      if (k > 0 || ray === 1) {
        const beforeMm = 20 * scale;
        const afterMm = (k === 3 ? 6 : 16) * scale;
        const lengthMm = beforeMm + bone.lengthMm + afterMm;
        const place = { start: axisPoint(bone, -beforeMm), direction, lengthMm, stations: flesh, level, ray };
        soft.push(softPart(random, place, physique));
      }
      start = axisPoint(bone, bone.lengthMm + jointMm * scale);
      angle += random.between(-0.05, 0.05) - (ray === 1 ? 0.12 : 0);
      bend += random.between(0, 0.14);
    });
  });
}
