import type { Random } from "../../random.js";
import { type View, aimCamera, isInView, views } from "./aim.js";
import { createArm } from "./arm.js";
import type { Bone, Physique } from "./bone.js";
import type { Camera } from "./camera.js";
import type { Fracture, FracturePlan, FractureType } from "./fracture.js";
import { createFracture, drawFractureType, planFracture } from "./fracture.js";
import { type Hardware, createHardware } from "./hardware.js";
import { createLeg } from "./leg.js";
import { type Limb, type Region, regionFacts, regions } from "./limb.js";
import type { Scene } from "./scene.js";
import { axisPoint } from "./tube.js";

/**
 * One simulated person. Whether a bone is broken is the only thing that differs between the broken and the intact: an intact
 * patient has the same pain at the same place, so that cameras, sizes, markers and metal follow one distribution.
 */
export interface Patient {
  limbs: Record<"arm" | "leg", Limb>;
  region: Region;
  /** Of the side that hurts. */
  mirrored: boolean;
  /** Where it hurts: one bone, or two side by side. */
  plans: readonly FracturePlan[];
  fractures: readonly Fracture[];
  hardware: Hardware | undefined;
}

/** What the caller may settle; the rest is drawn. */
export interface PatientWishes {
  region?: Region;
  fracture?: FractureType | "none";
}

const fracturedShare = 0.66;
const bothBonesShare = 0.3;
const hardwareShare = 0.09;

export function createPatient(random: Random, wishes: PatientWishes = {}): Patient {
  const build = random.fork("physique");
  const physique: Physique = {
    scale: build.between(0.88, 1.1),
    growing: build.uniform() < 0.12,
    boneDensity: build.between(0.75, 1.15),
    girth: build.between(0.78, 1.08),
  };
  const limbs = {
    arm: createArm(random.fork("arm"), physique),
    leg: createLeg(random.fork("leg"), physique),
  };
  const pain = random.fork("pain");
  const region = wishes.region ?? pain.pick(regions);
  const limb = limbs[regionFacts[region].limb];
  const bone = pain.pick(breakableBones(limb, region));
  const drawnType = drawFractureType(pain);
  const type = wishes.fracture && wishes.fracture !== "none" ? wishes.fracture : drawnType;
  const plans = [planFracture(pain, bone, type)];
  const partner = partnerOf(bone, limb);
  if (partner && type !== "avulsion" && pain.uniform() < bothBonesShare) {
    const siteMm =
      partner.lengthMm * Math.min(0.85, Math.max(0.15, plans[0]!.siteMm / bone.lengthMm + pain.between(-0.1, 0.1)));
    plans.push({ type: pain.pick(["transverse", "oblique"] as const), bone: partner, siteMm });
  }
  const luck = random.fork("luck");
  const fractured = luck.uniform() < fracturedShare;
  const metal = random.fork("metal");
  return {
    limbs,
    region,
    mirrored: pain.uniform() < 0.5,
    plans,
    fractures: (wishes.fracture ? wishes.fracture !== "none" : fractured)
      ? breakBones(random.fork("fracture"), plans, partner !== undefined)
      : [],
    hardware: metal.uniform() < hardwareShare ? createHardware(metal, bone, plans[0]!.siteMm) : undefined,
  };
}

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

function breakableBones(limb: Limb, region: Region): Bone[] {
  return limb.bones.filter((bone) => regionFacts[region].bones.test(bone.name));
}

function partnerOf(bone: Bone, limb: Limb): Bone | undefined {
  if (bone.level !== 1) return undefined;
  return limb.bones.find((other) => other.level === 1 && other !== bone);
}

function breakBones(random: Random, plans: readonly FracturePlan[], paired: boolean): Fracture[] {
  const splinted = paired && plans.length === 1;
  const first = createFracture(random.fork(0), plans[0]!, splinted ? "splinted" : "free");
  const others = plans.slice(1).map((plan, k) => createFracture(random.fork(k + 1), plan, first.beyond ?? "splinted"));
  return [first, ...others];
}
