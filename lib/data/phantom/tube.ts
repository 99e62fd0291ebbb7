import { type Camera, beamAxes } from "./camera.js";
import { type Affine, type Vec3, cross, dot, plus, scaled, unit } from "./geometry.js";

/** Tables along a tube's axis have one value for every quarter of a millimetre. */
export const stationsPerMm = 4;

/** A solid of elliptical sections round a gently bowed axis: a bone, or the soft tissue of a limb or finger. */
export interface Tube {
  start: Vec3;
  /** Unit vectors: along the axis, and the two axes of the sections. */
  axis: Vec3;
  across: Vec3;
  depth: Vec3;
  lengthMm: number;
  /** Semi-axes of the sections; all tables have lengthMm * stationsPerMm + 1 values. */
  halfWidthMm: Float32Array;
  halfDepthMm: Float32Array;
  /** Where the middle of the section lies beside the straight axis. */
  bowAcrossMm: Float32Array;
  bowDepthMm: Float32Array;
}

/** One cross-section: share of the length from the start (0 .. 1), then values in mm or as shares. */
export type Station = readonly [at: number, ...values: number[]];

/** How an end closes: over how many mm, and how bluntly (2 is an ellipse, 4 nearly a flat plate). 0 mm is an open end. */
export interface Cap {
  mm: number;
  power: number;
}

export function createTube(
  start: Vec3,
  direction: Vec3,
  lengthMm: number,
  stations: readonly Station[],
  caps: readonly [Cap, Cap],
  bowMm: readonly [across: number, depth: number] = [0, 0],
): Tube {
  const axis = unit(direction);
  const across = unit(cross(axis, [0, 0, 1]));
  const closing = tableAlong(lengthMm, (mm) => capShare(mm, caps[0]) * capShare(lengthMm - mm, caps[1]));
  const width = interpolate(stations, 1, lengthMm);
  const depth = interpolate(stations, 2, lengthMm);
  const arch = tableAlong(lengthMm, (mm) => Math.sin((Math.PI * mm) / lengthMm));
  return {
    start,
    axis,
    across,
    depth: cross(across, axis),
    lengthMm,
    halfWidthMm: mapTable(width, (w, i) => w * closing[i]!),
    halfDepthMm: mapTable(depth, (d, i) => d * closing[i]!),
    bowAcrossMm: mapTable(arch, (a) => a * bowMm[0]),
    bowDepthMm: mapTable(arch, (a) => a * bowMm[1]),
  };
}

/** A table from a table; a plain loop, since this is the builder's inner loop and TypedArray.map is several times slower. */
export function mapTable(table: Float32Array, f: (value: number, index: number) => number): Float32Array {
  const out = new Float32Array(table.length);
  for (let i = 0; i < table.length; i++) out[i] = f(table[i]!, i);
  return out;
}

/** The point on the straight axis, `mm` from the start. */
export function axisPoint(tube: Tube, mm: number): Vec3 {
  return plus(tube.start, scaled(tube.axis, mm));
}

/** A tube as one camera sees it. Positions on film are (u, s): beside and along the projected axis, in mm. */
export interface TubeView {
  filmToLocal: Affine;
  /** The section's own axes turned against the film: cosine and sine. */
  cos: number;
  sin: number;
  /** A slanted tube is crossed on a longer path: 1 / cos(tilt), at most 2.5. */
  slant: number;
  /** Semi-axis of the projected section. */
  halfWidthMm: Float32Array;
  /** Half the path through the middle of the section. */
  halfPathMm: Float32Array;
  bowMm: Float32Array;
  maxReachMm: number;
}

/**
 * Parallel projection of an ellipse with semi-axes a, b turned by an angle: semi-axis w = sqrt(a2 cos2 + b2 sin2), and a
 * ray at u crosses 2 (a b / w) sqrt(1 - (u / w)2). s is stretched to run over the true length of a slanted tube.
 */
export function viewTube(tube: Tube, camera: Camera): TubeView {
  const beam = beamAxes(camera);
  const along: [number, number] = [dot(tube.axis, beam.across), dot(tube.axis, beam.along)];
  const shortening = Math.max(0.4, Math.hypot(...along));
  const ex = along[0] / Math.hypot(...along);
  const ey = along[1] / Math.hypot(...along);
  const beside: Vec3 = plus(scaled(beam.across, ey), scaled(beam.along, -ex));
  const turn = Math.atan2(dot(tube.depth, beside), dot(tube.across, beside));
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const x = dot(tube.start, beam.across);
  const y = dot(tube.start, beam.along);
  const halfWidthMm = mapTable(tube.halfWidthMm, (a, i) => Math.hypot(a * cos, tube.halfDepthMm[i]! * sin));
  const bowMm = mapTable(tube.bowAcrossMm, (bow, i) => bow * cos + tube.bowDepthMm[i]! * sin);
  return {
    filmToLocal: {
      xx: ey,
      xy: -ex,
      x0: -(ey * x - ex * y),
      yx: ex / shortening,
      yy: ey / shortening,
      y0: -(ex * x + ey * y) / shortening,
    },
    cos,
    sin,
    slant: 1 / shortening,
    halfWidthMm,
    halfPathMm: mapTable(halfWidthMm, (w, i) => (w > 0 ? (tube.halfWidthMm[i]! * tube.halfDepthMm[i]!) / w : 0)),
    bowMm,
    maxReachMm: halfWidthMm.reduce((most, w, i) => Math.max(most, w + Math.abs(bowMm[i]!)), 0),
  };
}

/** A table of f(mm) over a length. */
export function tableAlong(lengthMm: number, f: (mm: number) => number): Float32Array {
  const table = new Float32Array(Math.round(lengthMm * stationsPerMm) + 1);
  for (let i = 0; i < table.length; i++) table[i] = f(i / stationsPerMm);
  return table;
}

/** Smooth values between stations that never overshoot them (Fritsch & Carlson 1980; tangents by harmonic mean). */
export function interpolate(stations: readonly Station[], column: number, lengthMm: number): Float32Array {
  const at = stations.map((station) => station[0]);
  const values = stations.map((station) => station[column]!);
  const slopes = values.slice(1).map((v, i) => (v - values[i]!) / (at[i + 1]! - at[i]!));
  const tangents = values.map((_, i) => {
    const before = slopes[i - 1];
    const after = slopes[i];
    if (before === undefined || after === undefined || before * after <= 0) return 0;
    return (2 * before * after) / (before + after);
  });
  let k = 0;
  return tableAlong(lengthMm, (mm) => {
    const t = mm / lengthMm;
    while (k < at.length - 2 && t > at[k + 1]!) k++;
    const span = at[k + 1]! - at[k]!;
    const q = Math.min(1, Math.max(0, (t - at[k]!) / span));
    const q2 = q * q;
    const q3 = q2 * q;
    return (
      (2 * q3 - 3 * q2 + 1) * values[k]! +
      (q3 - 2 * q2 + q) * span * tangents[k]! +
      (3 * q2 - 2 * q3) * values[k + 1]! +
      (q3 - q2) * span * tangents[k + 1]!
    );
  });
}

function capShare(mmFromEnd: number, cap: Cap): number {
  if (cap.mm === 0 || mmFromEnd >= cap.mm) return 1;
  const missing = 1 - Math.max(0, mmFromEnd) / cap.mm;
  return (1 - missing ** cap.power) ** (1 / cap.power);
}
