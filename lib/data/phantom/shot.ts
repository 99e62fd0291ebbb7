import type { Random } from "../../random.js";
import { type View, aimCamera, isInView, views } from "./aim.js";
import type { Camera } from "./camera.js";
import { drawFractureType, planFracture } from "./fracture.js";
import { type Region, regionFacts, regions } from "./limb.js";
import { type Patient, breakableBones } from "./patient.js";
import type { Scene } from "./scene.js";
import { axisPoint } from "./tube.js";

/** What one radiograph of a patient shows, and from where. */
export interface Shot {
  region: Region;
  view: View;
  scene: Scene;
  camera: Camera;
}

/** @param ofPain whether to aim at the place that hurts, or elsewhere: another region, the other side, another part of the bone */
export function planShot(
  random: Random,
  patient: Patient,
  ofPain: boolean,
  wishes: { view?: View; longestSidePixels?: number } = {},
): Shot {
  const view = wishes.view ?? random.pick(views);
  const size = wishes.longestSidePixels;
  if (ofPain) {
    const { region, mirrored, fractures, hardware } = patient;
    const limb = patient.limbs[regionFacts[region].limb];
    const plan = random.pick(patient.plans);
    const target = axisPoint(plan.bone, plan.siteMm);
    const camera = aimCamera(random, limb, region, target, view, mirrored, size);
    return { region, view, scene: { limb, fractures, hardware }, camera };
  }
  const region = random.pick(regions);
  const side = regionFacts[region].limb;
  const limb = patient.limbs[side];
  const mirrored = random.uniform() < 0.5;
  const sameLimb = side === regionFacts[patient.region].limb && mirrored === patient.mirrored;
  const scene: Scene = sameLimb
    ? { limb, fractures: patient.fractures, hardware: patient.hardware }
    : { limb, fractures: [], hardware: undefined };
  for (;;) {
    const bone = random.pick(breakableBones(limb, region));
    const target = axisPoint(bone, planFracture(random, bone, drawFractureType(random)).siteMm);
    const camera = aimCamera(random, limb, region, target, view, mirrored, size);
    const painInView =
      sameLimb && patient.plans.some((plan) => isInView(axisPoint(plan.bone, plan.siteMm), camera, 30));
    // A bone too short to be shown without the place that hurts is shown with it; the label follows the mask.
    if (!painInView || random.uniform() < 0.1) return { region, view, scene, camera };
  }
}
