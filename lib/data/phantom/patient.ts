import type { Random } from "../../random.js";
import { createArm } from "./arm.js";
import type { Bone, Physique } from "./bone.js";
import { createFracture } from "./createFracture.js";
import { type Fracture, type FracturePlan, type FractureType, drawFractureType, planFracture } from "./fracture.js";
import { type Hardware, createHardware } from "./hardware.js";
import { createLeg } from "./leg.js";
import { type Limb, type Region, regionFacts, regions } from "./limb.js";

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

/** With three images in four showing the place, some 46 % of all images are fractured. */
const fracturedShare = 0.66;
const bothBonesShare = 0.3;
const hardwareShare = 0.09;

/** One patient. Each part has a stream of its own, so that a wish changes nothing else. */
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

/** The bones of a limb that may break in a region. */
export function breakableBones(limb: Limb, region: Region): Bone[] {
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
