import type { Random } from "../../random.js";
import { type Bone, type BonePlace, type BoneShape, type Physique, createBone } from "./bone.js";
import { boneShapes } from "./boneShapes.js";
import { type Vec3, scaled } from "./geometry.js";
import type { Limb } from "./limb.js";
import { type PebbleSize, pebble } from "./pebble.js";
import { softPart } from "./softPart.js";
import { axisPoint } from "./tube.js";

/** A leg from below the hip to the heel, kneecap to the front, fibula to the side (+x). */
export function createLeg(random: Random, physique: Physique): Limb {
  const { scale } = physique;
  const bones: Bone[] = [];
  const add = (name: string, shape: BoneShape, place: Omit<BonePlace, "name">): Bone => {
    const bone = createBone(random.fork(name), shape, { name, ...place }, physique);
    bones.push(bone);
    return bone;
  };
  const at = (x: number, y: number, z: number): Vec3 => scaled([x, y, z], scale);
  const small = (place: BonePlace, size: PebbleSize): void => {
    bones.push(pebble(random, place, size, physique));
  };

  const femur = add("femur", boneShapes.femur, { start: at(6, 0, 0), direction: [-0.02, 1, 0], level: 0 });
  const kneeMm = axisPoint(femur, femur.lengthMm)[1];
  small(
    { name: "kneecap", start: [2 * scale, kneeMm - 52 * scale, 38 * scale], direction: [0, 1, 0.05], level: 0 },
    [21, 9, 42],
  );
  const tibia = add("tibia", boneShapes.tibia, {
    start: [-3 * scale, kneeMm + 4.5 * scale, 0],
    direction: [0.006, 1, -0.01],
    level: 1,
  });
  add("fibula", boneShapes.fibula, {
    start: [29 * scale, kneeMm + 20 * scale, -15 * scale],
    direction: [-0.012, 1, 0.012],
    level: 1,
  });
  const ankleMm = axisPoint(tibia, tibia.lengthMm)[1];
  small(
    { name: "talus", start: [0, ankleMm + 2.5 * scale, 6 * scale], direction: [0.02, 1, 0.05], level: 2 },
    [20, 26, 30],
  );
  small(
    { name: "heel", start: [-2 * scale, ankleMm + 26 * scale, -16 * scale], direction: [0, 1, -0.1], level: 2 },
    [18, 36, 38],
  );
  small(
    { name: "navicular", start: [-4 * scale, ankleMm + 20 * scale, 36 * scale], direction: [0, 1, 0.1], level: 2 },
    [20, 10, 24],
  );

  const total = ankleMm / scale + 150;
  const share = (mm: number): number => (mm + 80) / total;
  const knee = kneeMm / scale;
  const ankle = ankleMm / scale;
  const limb = {
    start: at(0, -80, 0),
    direction: [0, 1, 0] as const,
    lengthMm: total * scale,
    stations: [
      [0, 70, 68],
      [share(60), 66, 64],
      [share(knee - 90), 54, 54],
      [share(knee), 55, 57],
      [share(knee + 100), 54, 56],
      [share(ankle - 120), 40, 40],
      [share(ankle - 25), 33, 36],
      [share(ankle + 20), 36, 46],
      [1, 34, 46],
    ] as const,
    level: 0,
    ray: 0,
  };
  const foot = {
    start: [0, ankleMm - 20 * scale, 40 * scale] as const,
    direction: [0, 1, 0.05] as const,
    lengthMm: 92 * scale,
    stations: [
      [0, 20, 12],
      [0.4, 34, 40],
      [1, 38, 62],
    ] as const,
    level: 2,
    ray: 0,
  };
  const soft = [softPart(random, limb, physique), softPart(random, foot, physique)];
  return { bones, soft, middleRangeMm: [150 * scale, ankleMm - 40 * scale] };
}
