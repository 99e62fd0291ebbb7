import type { Random } from "../../random.js";
import {
  lengthwiseBreak,
  openOnOneSide,
  planeBreak,
  roughness,
  spiralBreak,
  type BreakSurface,
  type Roughness,
} from "./breakSurface.js";
import { chipMovement, displacement, radiusAt, sideways, sizeFactor, type Hold, type Site } from "./displacement.js";
import type { Fracture, FracturePlan, Fragment } from "./fracture.js";
import { plus, scaled } from "./geometry.js";
import type { Movement } from "./movement.js";
import { drawSeverity, type Severity } from "./severity.js";
import { axisPoint } from "./tube.js";

type Broken = Pick<Fracture, "fragments" | "main" | "beyond">;

/** Breaks a bone as planned: the pieces and their movements, by type of fracture. */
export function createFracture(random: Random, plan: FracturePlan, hold: Hold): Fracture {
  const severity = drawSeverity(random);
  const { bone, siteMm } = plan;
  const azimuthRad = random.between(0, 2 * Math.PI);
  const site = { bone, siteMm, radiusMm: radiusAt(bone, siteMm), azimuthRad, hold };
  return { ...plan, ...breakBone(random, plan.type, site, severity) };
}

function breakBone(random: Random, type: FracturePlan["type"], site: Site, severity: Severity): Broken {
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

function twoPieces(random: Random, site: Site, severity: Severity, slopeRad: number): Broken {
  const rough = roughness(random, random.between(0.03, 0.12) * site.radiusMm);
  const surface = planeBreak(site.siteMm, slopeRad, random.between(0, 2 * Math.PI), rough);
  const beyond = displacement(random, site, severity);
  return withFarPiece([near(surface), far(surface, beyond)], beyond, site);
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
  return withFarPiece([near(surface), far(surface, beyond)], beyond, site);
}

/** Two slanting breaks that meet at one side leave a wedge ("butterfly") between them, itself split lengthwise. */
function comminuted(random: Random, site: Site, severity: Severity): Broken {
  const { siteMm, radiusMm, azimuthRad } = site;
  const slope = random.between(0.6, 0.95);
  const meetMm = radiusMm * random.between(0.2, 0.9) * Math.tan(slope);
  const rough = (): Roughness => roughness(random, 0.08 * radiusMm);
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
  const nearPiece = { sides: [...near(upper).sides, ...near(lower).sides] };
  const farPiece = { sides: [...far(upper).sides, ...far(lower).sides], movement: beyond };
  const chips = [chip(1, 1), chip(-1, 1), chip(1, -1), chip(-1, -1)];
  return withFarPiece([nearPiece, farPiece, ...chips], beyond, site);
}

function segmental(random: Random, site: Site, severity: Severity): Broken {
  const halfMm = site.radiusMm * random.between(1.6, 3);
  const cut = (atMm: number): BreakSurface =>
    planeBreak(atMm, random.between(0, 0.7), random.between(0, 2 * Math.PI), roughness(random, 0.07 * site.radiusMm));
  const first = cut(site.siteMm - halfMm);
  const second = cut(site.siteMm + halfMm);
  const beyond = displacement(random, site, severity);
  const between = displacement(random, { ...site, azimuthRad: site.azimuthRad + Math.PI, hold: "splinted" }, severity);
  const middle = {
    sides: [...far(first).sides, ...near(second).sides],
    movement: { ...between, tipRad: between.tipRad / 2 },
  };
  return withFarPiece([near(first), middle, far(second, beyond)], beyond, site);
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
  return withFarPiece([near(surface), far(surface, beyond)], beyond, site);
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
  return { fragments: [near(surface), far(surface, movement)], main: movement };
}

const near = (surface: BreakSurface): Fragment => ({ sides: [{ surface, sign: -1 }] });
const far = (surface: BreakSurface, movement?: Movement): Fragment => ({
  sides: [{ surface, sign: 1 }],
  ...(movement && { movement }),
});

function withFarPiece(fragments: Fragment[], main: Movement, { hold }: Site): Broken {
  return hold === "splinted" ? { fragments, main } : { fragments, main, beyond: main };
}
