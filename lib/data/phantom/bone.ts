import type { Random } from "../../random.js";
import type { Vec3 } from "./geometry.js";
import { type Cap, type Station, type Tube, createTube, interpolate, mapTable, stationsPerMm } from "./tube.js";

/** What all bones of one patient have in common. */
export interface Physique {
  /** 1 is an adult of middle size. */
  scale: number;
  /** Growth plates are still open. */
  growing: boolean;
  /** Thickness of the cortex, and density of the trabeculae, against the usual. */
  boneDensity: number;
  /** Thickness of soft tissue against the usual. */
  girth: number;
}

/** The form of one bone. Stations: [share of length, half width, half depth, cortex, trabecular share of compact bone], in mm. */
export interface BoneShape {
  lengthMm: number;
  caps: readonly [Cap, Cap];
  stations: readonly Station[];
  /** Most it may bow from the straight line, [to the side, to the front]. */
  bowMm?: readonly [number, number];
  /** Where growth plates lie in a child, as shares of the length. */
  growthPlates?: readonly number[];
}

/** A line of other density across the bone that is no fracture: a growth plate, or a line where growth once stopped. */
export interface CrossLine {
  atMm: number;
  halfThicknessMm: number;
  /** Share of the bone that is missing (positive) or added (negative) on the line. */
  lucency: number;
  waveMm: number;
  wavesPerMm: number;
}

/** The canal of the nutrient artery: a thin tunnel slanting through one wall of the shaft. */
export interface NutrientCanal {
  fromMm: number;
  toMm: number;
  diameterMm: number;
  azimuthRad: number;
}

export interface Bone extends Tube {
  name: string;
  /** Order from the trunk: what lies beyond a displaced fracture moves with it. */
  level: number;
  /** Finger number, 0 for what belongs to none. */
  ray: number;
  /** The marrow cavity, and how much of it is trabecular bone (share of compact bone). */
  innerHalfWidthMm: Float32Array;
  innerHalfDepthMm: Float32Array;
  trabecularShare: Float32Array;
  texturePlace: readonly [number, number];
  crossLines: readonly CrossLine[];
  canal: NutrientCanal | undefined;
}

export interface BonePlace {
  name: string;
  start: Vec3;
  direction: Vec3;
  level: number;
  ray?: number;
}

/** One patient's bone of a shape: nobody's is quite the same. */
export function createBone(random: Random, shape: BoneShape, place: BonePlace, physique: Physique): Bone {
  const { scale, boneDensity } = physique;
  const lengthMm = shape.lengthMm * scale * random.between(0.97, 1.03);
  const girth = scale * random.between(0.93, 1.08);
  const stations = shape.stations.map(([at, width, depth, cortex, trabecular]): Station => [
    at,
    width! * girth * random.between(0.96, 1.04),
    depth! * girth * random.between(0.96, 1.04),
    cortex! * scale * boneDensity * random.between(0.9, 1.1),
    Math.min(0.4, trabecular! * boneDensity * random.between(0.85, 1.15)),
  ]);
  const bowShare = random.between(0.6, 1.2) * scale;
  const tube = createTube(place.start, place.direction, lengthMm, stations, scaleCaps(shape.caps, scale), [
    (shape.bowMm?.[0] ?? 0) * bowShare,
    (shape.bowMm?.[1] ?? 0) * bowShare,
  ]);
  const cortexMm = interpolate(stations, 3, lengthMm);
  return {
    ...tube,
    name: place.name,
    level: place.level,
    ray: place.ray ?? 0,
    innerHalfWidthMm: hollow(tube.halfWidthMm, cortexMm),
    innerHalfDepthMm: hollow(tube.halfDepthMm, cortexMm),
    trabecularShare: interpolate(stations, 4, lengthMm),
    texturePlace: [random.between(0, 256), random.between(0, 256)],
    crossLines: crossLines(random, shape, lengthMm, physique.growing),
    canal: nutrientCanal(random, lengthMm),
  };
}

function scaleCaps(caps: readonly [Cap, Cap], scale: number): [Cap, Cap] {
  return [
    { ...caps[0], mm: caps[0].mm * scale },
    { ...caps[1], mm: caps[1].mm * scale },
  ];
}

/** The cortex is measured square to the surface, so where the bone flares the wall is cut at a slant and looks thicker. */
function hollow(outerMm: Float32Array, cortexMm: Float32Array): Float32Array {
  return mapTable(outerMm, (outer, i) => {
    const before = outerMm[Math.max(0, i - 1)]!;
    const after = outerMm[Math.min(outerMm.length - 1, i + 1)]!;
    const slope = ((after - before) / 2) * stationsPerMm;
    return Math.max(0, outer - cortexMm[i]! * Math.hypot(1, slope));
  });
}

function crossLines(random: Random, shape: BoneShape, lengthMm: number, growing: boolean): CrossLine[] {
  const lines: CrossLine[] = [];
  for (const share of shape.growthPlates ?? []) {
    const wave = { waveMm: random.between(0.2, 1.2), wavesPerMm: random.between(0.04, 0.12) };
    const atMm = lengthMm * share * random.between(0.99, 1.01);
    if (growing) {
      lines.push({ ...wave, atMm, halfThicknessMm: random.between(0.7, 1.3), lucency: random.between(0.55, 0.85) });
    } else if (random.uniform() < 0.35) {
      // the scar that a closed plate leaves
      lines.push({ ...wave, atMm, halfThicknessMm: 0.5, lucency: -random.between(0.1, 0.3) });
    }
    if (random.uniform() < 0.15) {
      const towardsShaftMm = (share < 0.5 ? 1 : -1) * random.between(6, 18);
      lines.push({ ...wave, atMm: atMm + towardsShaftMm, halfThicknessMm: 0.5, lucency: -random.between(0.1, 0.3) });
    }
  }
  return lines;
}

function nutrientCanal(random: Random, lengthMm: number): NutrientCanal | undefined {
  if (random.uniform() > 0.4) return undefined;
  const fromMm = lengthMm * random.between(0.3, 0.6);
  return {
    fromMm,
    toMm: fromMm + lengthMm * random.between(0.05, 0.11),
    diameterMm: Math.min(1.8, lengthMm * random.between(0.003, 0.007)),
    azimuthRad: random.between(0, 2 * Math.PI),
  };
}
