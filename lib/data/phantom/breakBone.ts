import type { Random } from "../../random.js";
import type { Bone } from "./bone.js";
import { lengthwiseBreak, openOnOneSide, planeBreak, roughness, spiralBreak } from "./breakSurface.js";
import type { Fracture, FracturePlan, Fragment } from "./fracture.js";
import { type Vec3, plus, scaled } from "./geometry.js";
import type { Movement } from "./movement.js";
import type { Severity } from "./severity.js";
import { axisPoint, stationsPerMm } from "./tube.js";

type Broken = Pick<Fracture, "fragments" | "beyond">;

/**
 * What the far piece can do: swing "free", or be "splinted" by a whole bone beside it; or, where that bone is broken
 * too, share its movement.
 */
export type Hold = "free" | "splinted" | Movement;

/** The pieces of a bone and their movements, by type of fracture. */
export function breakBone(random: Random, plan: FracturePlan, severity: Severity, hold: Hold): Broken {
  const { bone, siteMm, type } = plan;
  const azimuthRad = random.between(0, 2 * Math.PI);
  const site = { bone, siteMm, radiusMm: radiusAt(bone, siteMm), azimuthRad, hold };
  switch (type) {
    case "transverse":
      return twoPieces(random, site, severity, random.between(0, 0.25));
    case "oblique":
      return twoPieces(random, site, severity, random.between(0.55, 1.05));
    case "spiral":
      return spiral(random, site, severity);
    case "comminuted":
      return comminuted(random, site, severity);
    case "segmental":
      return segmental(random, site, severity);
    case "greenstick":
      return greenstick(random, site, severity);
    case "avulsion":
      return avulsion(random, site, severity);
  }
}

interface Site {
  bone: Bone;
  siteMm: number;
  /** Mean semi-axis of the section there. */
  radiusMm: number;
  azimuthRad: number;
  hold: Hold;
}

function radiusAt(bone: Bone, mm: number): number {
  const i = Math.min(bone.halfWidthMm.length - 1, Math.max(0, Math.round(mm * stationsPerMm)));
  return (bone.halfWidthMm[i]! + bone.halfDepthMm[i]!) / 2;
}

function twoPieces(random: Random, site: Site, severity: Severity, slopeRad: number): Broken {
  const rough = roughness(random, random.between(0.03, 0.12) * site.radiusMm);
  const surface = planeBreak(site.siteMm, slopeRad, random.between(0, 2 * Math.PI), rough);
  const beyond = displacement(random, site, severity);
  return moved([{ sides: [{ surface, sign: -1 }] }, { sides: [{ surface, sign: 1 }], movement: beyond }], beyond, site);
}

function spiral(random: Random, site: Site, severity: Severity): Broken {
  const surface = spiralBreak(
    site.siteMm,
    site.radiusMm * random.between(3.5, 6.5),
    site.radiusMm,
    site.azimuthRad,
    random.pick([1, -1] as const),
    roughness(random, 0.03 * site.radiusMm),
  );
  const beyond = displacement(random, site, severity);
  return moved([{ sides: [{ surface, sign: -1 }] }, { sides: [{ surface, sign: 1 }], movement: beyond }], beyond, site);
}

/** Two slanting breaks that meet at one side leave a wedge ("butterfly") between them, itself split lengthwise. */
function comminuted(random: Random, site: Site, severity: Severity): Broken {
  const { siteMm, radiusMm, azimuthRad } = site;
  const slope = random.between(0.6, 0.95);
  const meetMm = radiusMm * random.between(0.2, 0.9) * Math.tan(slope);
  const rough = (): ReturnType<typeof roughness> => roughness(random, 0.08 * radiusMm);
  const upper = planeBreak(siteMm - meetMm, -slope, azimuthRad, rough());
  const lower = planeBreak(siteMm + meetMm, slope * random.between(0.8, 1), azimuthRad, rough());
  const split = lengthwiseBreak(azimuthRad + random.between(0.9, 2.2), 0, random.between(-0.2, 0.2), siteMm);
  const beyond = displacement(random, site, severity);
  const chip = (side: 1 | -1, far: 1 | -1): Fragment => ({
    sides: [
      { surface: upper, sign: far },
      { surface: lower, sign: far === 1 ? -1 : 1 },
      { surface: split, sign: side },
    ],
    movement: chipMovement(random, site, severity),
  });
  const pieces: Fragment[] = [
    {
      sides: [
        { surface: upper, sign: -1 },
        { surface: lower, sign: -1 },
      ],
    },
    {
      sides: [
        { surface: upper, sign: 1 },
        { surface: lower, sign: 1 },
      ],
      movement: beyond,
    },
    chip(1, 1),
    chip(-1, 1),
    chip(1, -1),
    chip(-1, -1),
  ];
  return moved(pieces, beyond, site);
}

function segmental(random: Random, site: Site, severity: Severity): Broken {
  const halfMm = site.radiusMm * random.between(1.6, 3);
  const cut = (atMm: number): ReturnType<typeof planeBreak> =>
    planeBreak(atMm, random.between(0, 0.7), random.between(0, 2 * Math.PI), roughness(random, 0.07 * site.radiusMm));
  const first = cut(site.siteMm - halfMm);
  const second = cut(site.siteMm + halfMm);
  const beyond = displacement(random, site, severity);
  const between = displacement(random, { ...site, azimuthRad: site.azimuthRad + Math.PI, hold: "splinted" }, severity);
  const pieces: Fragment[] = [
    { sides: [{ surface: first, sign: -1 }] },
    {
      sides: [
        { surface: first, sign: 1 },
        { surface: second, sign: -1 },
      ],
      movement: { ...between, tipRad: between.tipRad / 2 },
    },
    { sides: [{ surface: second, sign: 1 }], movement: beyond },
  ];
  return moved(pieces, beyond, site);
}

/** The bone bends over one wall, which holds, and the opposite wall cracks open: only a tip, about a hinge in the holding wall. */
function greenstick(random: Random, site: Site, severity: Severity): Broken {
  const { bone, siteMm, radiusMm, azimuthRad } = site;
  const hingeMm = -radiusMm * random.between(0.4, 0.75);
  const surface = openOnOneSide(
    planeBreak(siteMm, random.between(0, 0.35), random.between(0, 2 * Math.PI), roughness(random, 0.06 * radiusMm)),
    azimuthRad,
    hingeMm * 0.6,
  );
  const outward = sideways(bone, azimuthRad);
  const openingMm = Math.max(1.2, severity.gapMm * 1.4) * sizeFactor(radiusMm);
  const mostRad = site.hold === "splinted" ? 12 / (bone.lengthMm - siteMm) : 0.35;
  const beyond: Movement = {
    pivot: plus(axisPoint(bone, siteMm), scaled(outward, hingeMm)),
    axis: bone.axis,
    towards: scaled(outward, -1),
    tipRad: Math.min(mostRad, Math.atan(openingMm / (radiusMm - hingeMm))),
    shift: [0, 0, 0],
  };
  return moved([{ sides: [{ surface, sign: -1 }] }, { sides: [{ surface, sign: 1 }], movement: beyond }], beyond, site);
}

/** A tendon pulls a corner off the end of the bone. */
function avulsion(random: Random, site: Site, severity: Severity): Broken {
  const { bone, siteMm, radiusMm, azimuthRad } = site;
  const atFarEnd = siteMm > bone.lengthMm / 2;
  const outward = sideways(bone, azimuthRad);
  // A plane nearly along the bone, leaning so that it leaves through the end and takes the corner with it.
  const lean = random.between(0.35, 0.8) * (atFarEnd ? 1 : -1);
  const surface = lengthwiseBreak(azimuthRad, radiusMm * random.between(0.45, 0.7), lean, siteMm);
  const towardsEnd = scaled(bone.axis, atFarEnd ? 0.5 : -0.5);
  const pulledMm = severity.gapMm * 1.2 * Math.max(0.6, sizeFactor(radiusMm));
  const movement: Movement = {
    pivot: plus(axisPoint(bone, siteMm), scaled(outward, radiusMm * 0.8)),
    axis: bone.axis,
    towards: outward,
    tipRad: ((severity.tipDegrees * Math.PI) / 180) * (atFarEnd ? 1 : -1),
    shift: scaled(plus(outward, towardsEnd), pulledMm),
  };
  return { fragments: [{ sides: [{ surface, sign: -1 }] }, { sides: [{ surface, sign: 1 }], movement }] };
}

/** With a whole bone beside it the far piece swings about its own far joint; else the limb beyond goes with it. */
function displacement(random: Random, site: Site, severity: Severity): Movement {
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

function chipMovement(random: Random, site: Site, severity: Severity): Movement {
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

function moved(fragments: Fragment[], beyond: Movement, { hold }: Site): Broken {
  return hold === "splinted" ? { fragments } : { fragments, beyond };
}

function sideways(bone: Bone, azimuthRad: number): Vec3 {
  return plus(scaled(bone.across, Math.cos(azimuthRad)), scaled(bone.depth, Math.sin(azimuthRad)));
}

const sizeFactor = (radiusMm: number): number => Math.min(1.2, Math.max(0.7, radiusMm / 10));
