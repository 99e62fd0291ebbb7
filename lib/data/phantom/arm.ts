import type { Random } from "../../random.js";
import { type Bone, type BonePlace, type BoneShape, type Physique, createBone } from "./bone.js";
import { boneShapes } from "./boneShapes.js";
import { addFingers } from "./fingers.js";
import { type Vec3, scaled } from "./geometry.js";
import type { Limb } from "./limb.js";
import { type PebbleSize, pebble } from "./pebble.js";
import { softPart } from "./softPart.js";
import { axisPoint } from "./tube.js";

/** Wrist bones: their trunk ends beside, beyond and before the middle of the wrist joint, in mm. */
const carpals: readonly { place: Vec3; size: PebbleSize }[] = [
  { place: [13, 2, 3], size: [7.5, 7, 19] },
  { place: [1, 0.5, 0], size: [8, 9, 15] },
  { place: [-9.5, 3, -1], size: [7, 7.5, 14] },
  { place: [-13, 5, 8], size: [4.5, 5, 11] },
  { place: [18, 19, 4], size: [7, 7, 13] },
  { place: [10, 19.5, 0], size: [5.5, 7, 12] },
  { place: [0.5, 13, 0], size: [6.8, 8.5, 24] },
  { place: [-10, 15, 1], size: [7.5, 8.5, 20] },
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
  const socket = { name: "glenoid", start: at(-30, 2, -4), direction: [0.1, 1, 0] as const, level: 0 };
  bones.push(pebble(random, socket, [9, 17, 40], physique));
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
  carpals.forEach(({ place: [x, y, z], size }, i) => {
    const start: Vec3 = [x * scale, wristMm + y * scale, z * scale];
    const place = { name: `carpal ${i + 1}`, start, direction: [0.1 * (i % 3) - 0.1, 1, 0] as const, level: 2 };
    bones.push(pebble(random, place, size, physique));
  });

  const flesh = {
    start: at(0, -70, 0),
    direction: [0, 1, 0] as const,
    lengthMm: wristMm + 95 * scale,
    stations: armStations(wristMm / scale),
    level: 0,
    ray: 0,
  };
  const soft = [softPart(random, flesh, physique)];
  addFingers(random, physique, wristMm, bones, soft);
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
