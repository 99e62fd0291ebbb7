import type { Random } from "../../random.js";
import type { Bone } from "./bone.js";
import { type Vec3, plus, scaled } from "./geometry.js";
import type { Movement } from "./movement.js";
import type { Severity } from "./severity.js";
import { axisPoint, stationsPerMm } from "./tube.js";

/**
 * What the far piece can do: swing "free", or be "splinted" by a whole bone beside it; or, where that bone is broken
 * too, share its movement.
 */
export type Hold = "free" | "splinted" | Movement;

/** Where and towards which side a bone breaks. */
export interface Site {
  bone: Bone;
  siteMm: number;
  /** Mean semi-axis of the section there. */
  radiusMm: number;
  azimuthRad: number;
  hold: Hold;
}

export function radiusAt(bone: Bone, mm: number): number {
  const i = Math.min(bone.halfWidthMm.length - 1, Math.max(0, Math.round(mm * stationsPerMm)));
  return (bone.halfWidthMm[i]! + bone.halfDepthMm[i]!) / 2;
}

/** With a whole bone beside it the far piece swings about its own far joint; else the limb beyond goes with it. */
export function displacement(random: Random, site: Site, severity: Severity): Movement {
  const { bone, siteMm, radiusMm, azimuthRad, hold } = site;
  if (typeof hold !== "string") return hold;
  const splinted = hold === "splinted";
  const impacted = random.uniform() < 0.15;
  const gapMm = severity.gapMm * sizeFactor(radiusMm) * (impacted ? -0.6 : 1);
  const shiftMm = Math.min(severity.shiftShare, splinted ? 0.4 : 1) * 2 * radiusMm;
  const towards = sideways(bone, azimuthRad);
  const along = scaled(bone.axis, gapMm);
  if (splinted) {
    const armMm = bone.lengthMm - siteMm;
    return {
      pivot: axisPoint(bone, bone.lengthMm),
      axis: bone.axis,
      towards: scaled(towards, -1),
      tipRad: Math.min(0.35, shiftMm / Math.max(armMm, 20)),
      shift: along,
    };
  }
  const tipTowards = sideways(bone, azimuthRad + random.between(-1, 1));
  return {
    pivot: axisPoint(bone, siteMm),
    axis: bone.axis,
    towards: tipTowards,
    tipRad: (severity.tipDegrees * Math.PI) / 180,
    shift: plus(scaled(towards, shiftMm), along),
  };
}

/** A chip is pushed outwards and turned a little. */
export function chipMovement(random: Random, site: Site, severity: Severity): Movement {
  const outward = sideways(site.bone, site.azimuthRad + random.between(-0.8, 0.8));
  return {
    pivot: axisPoint(site.bone, site.siteMm),
    axis: site.bone.axis,
    towards: outward,
    tipRad: ((random.between(-1, 1) * severity.tipDegrees) / 180) * Math.PI,
    shift: plus(
      scaled(outward, severity.gapMm * sizeFactor(site.radiusMm) * random.between(0.5, 1.8)),
      scaled(site.bone.axis, severity.gapMm * random.between(-0.5, 0.8)),
    ),
  };
}

/** The direction at right angles to the bone that a section calls `azimuthRad`. */
export function sideways(bone: Bone, azimuthRad: number): Vec3 {
  return plus(scaled(bone.across, Math.cos(azimuthRad)), scaled(bone.depth, Math.sin(azimuthRad)));
}

/** Thin bones come apart less than thick ones. */
export const sizeFactor = (radiusMm: number): number => Math.min(1.2, Math.max(0.7, radiusMm / 10));
