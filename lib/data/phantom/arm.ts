import type { Random } from "../../random.js";
import { type Bone, type BonePlace, type BoneShape, type Physique, createBone } from "./bone.js";
import { boneShapes } from "./boneShapes.js";
import { type Vec3, scaled } from "./geometry.js";
import type { Limb } from "./limb.js";
import { pebble } from "./pebble.js";
import { softPart } from "./softPart.js";
import { axisPoint } from "./tube.js";

/** Length of metacarpal, proximal, middle and end phalanx of each finger against their shapes'; the thumb has no middle one. */
const fingers: readonly { across: number; fan: number; lengths: readonly number[] }[] = [
  { across: 21, fan: 0.62, lengths: [0.72, 0.74, 0, 1.15] },
  { across: 11.5, fan: 0.13, lengths: [1.04, 0.95, 0.55, 0.95] },
  { across: 1, fan: 0.01, lengths: [1, 1.05, 0.65, 1] },
  { across: -8.5, fan: -0.11, lengths: [0.9, 0.98, 0.62, 1] },
  { across: -16.5, fan: -0.24, lengths: [0.84, 0.78, 0.44, 0.9] },
];

/** Wrist bones: [across, along, depth, half width, half depth, length] in mm from the middle of the wrist joint. */
const carpals: readonly (readonly [number, number, number, number, number, number])[] = [
  [13, 2, 3, 7.5, 7, 19],
  [1, 0.5, 0, 8, 9, 15],
  [-9.5, 3, -1, 7, 7.5, 14],
  [-13, 5, 8, 4.5, 5, 11],
  [18, 19, 4, 7, 7, 13],
  [10, 19.5, 0, 5.5, 7, 12],
  [0.5, 13, 0, 6.8, 8.5, 24],
  [-10, 15, 1, 7.5, 8.5, 20],
];

/** An arm from shoulder to fingertips, palm to the front, thumb to the side (+x), as it lies supinated on the table. */
export function createArm(random: Random, physique: Physique): Limb {
  const { scale } = physique;
  const bones: Bone[] = [];
  const add = (name: string, shape: BoneShape, place: Omit<BonePlace, "name">): Bone => {
    const bone = createBone(random.fork(name), shape, { name, ...place }, physique);
    bones.push(bone);
    return bone;
  };
  const at = (x: number, y: number, z: number): Vec3 => scaled([x, y, z], scale);

  const humerus = add("humerus", boneShapes.humerus, { start: at(0, 0, 0), direction: [-0.01, 1, 0], level: 0 });
  bones.push(pebble(random, "glenoid", at(-30, 2, -4), [0.1, 1, 0], [9, 17, 40], 0, physique));
  const elbowMm = axisPoint(humerus, humerus.lengthMm)[1];
  const radius = add("radius", boneShapes.radius, {
    start: [11 * scale, elbowMm + 2 * scale, 2 * scale],
    direction: [-0.012, 1, 0.01],
    level: 1,
  });
  add("ulna", boneShapes.ulna, {
    start: [-7 * scale, elbowMm - 16 * scale, -5 * scale],
    direction: [-0.032, 1, 0.012],
    level: 1,
  });

  const wristMm = axisPoint(radius, radius.lengthMm)[1] + 2.5 * scale;
  carpals.forEach(([x, y, z, width, depth, length], i) => {
    const start: Vec3 = [x * scale, wristMm + y * scale, z * scale];
    bones.push(
      pebble(random, `carpal ${i + 1}`, start, [0.1 * (i % 3) - 0.1, 1, 0], [width, depth, length], 2, physique),
    );
  });

  const soft = [
    softPart(random, at(0, -70, 0), [0, 1, 0], wristMm + 95 * scale, armStations(wristMm / scale), 0, 0, physique),
  ];
  const spread = random.between(0.7, 1.3);
  fingers.forEach(({ across, fan, lengths }, i) => {
    const ray = i + 1;
    let angle = fan * spread;
    let start: Vec3 = [across * scale, wristMm + (ray === 1 ? 31 : 37) * scale, (ray === 1 ? 9 : 0) * scale];
    let bend = random.between(-0.05, 0.12);
    const names = ["metacarpal", "proximal phalanx", "middle phalanx", "end phalanx"];
    names.forEach((name, k) => {
      const length = lengths[k]!;
      if (length === 0) return;
      const base = k === 0 ? boneShapes.metacarpal : k === 3 ? boneShapes.fingertip : boneShapes.phalanx;
      const narrower = k === 2 ? 0.85 : 1;
      const shape: BoneShape = {
        ...base,
        lengthMm: base.lengthMm * length,
        stations: base.stations.map(([t, w, d, c, v]) => [t, w * narrower, d * narrower, c, v]),
      };
      const direction: Vec3 = [Math.sin(angle), Math.cos(angle), bend];
      const bone = add(`${name} ${ray}`, shape, { start, direction, level: 3 + k, ray });
      if (k >= 1) {
        const stations: [number, number, number][] = [
          [0, 10.5 * narrower, 9.5 * narrower],
          [0.5, 9.6 * narrower, 8.8 * narrower],
          [1, 9 * narrower, 8 * narrower],
        ];
        const from = axisPoint(bone, -20 * scale);
        soft.push(
          softPart(
            random,
            from,
            direction,
            bone.lengthMm + (k === 3 ? 26 : 36) * scale,
            stations,
            3 + k,
            ray,
            physique,
          ),
        );
      } else if (ray === 1) {
        const stations: [number, number, number][] = [
          [0, 16, 12],
          [0.6, 17, 13],
          [1, 11, 10],
        ];
        soft.push(
          softPart(random, axisPoint(bone, -12), direction, bone.lengthMm + 24 * scale, stations, 3, ray, physique),
        );
      }
      start = axisPoint(bone, bone.lengthMm + 1.1 * scale);
      angle += random.between(-0.05, 0.05) - (ray === 1 ? 0.12 : 0);
      bend += random.between(0, 0.14);
    });
  });
  return { bones, soft, middleRangeMm: [60 * scale, wristMm + 110 * scale] };
}

/** Half width and depth of the arm from above the shoulder to the knuckles. */
function armStations(wristMm: number): [number, number, number][] {
  const total = wristMm + 95;
  const share = (mm: number): number => (mm + 70) / total;
  return [
    [0, 70, 62],
    [share(20), 58, 52],
    [share(150), 44, 45],
    [share(290), 40, 38],
    [share(360), 42, 39],
    [share(wristMm - 60), 30, 24],
    [share(wristMm - 5), 28, 19],
    [share(wristMm + 35), 37, 16],
    [share(wristMm + 80), 42, 14],
    [1, 40, 13],
  ];
}
