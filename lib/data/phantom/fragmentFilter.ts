import type { Bone } from "./bone.js";
import type { Camera } from "./camera.js";
import type { Fragment } from "./fracture.js";
import { type TubeView, stationsPerMm } from "./tube.js";

/** Where a ray meets a bone, as half-lengths of the paths through its outer surface and its marrow cavity. */
export interface RayThroughBone {
  /** Beside the middle of the section, and along the axis. */
  u: number;
  s: number;
  outerHalfMm: number;
  innerHalfMm: number;
  /** Trabecular share of compact bone in the cavity. */
  marrow: number;
}

/** Which part of a ray's path through a bone lies in one fragment. */
export interface FragmentFilter {
  /** Whether the whole section at a station belongs to the fragment, none of it, or a part ("cut"). */
  kindAt(station: number): "inside" | "outside" | "cut";
  /** Compact bone on the ray within the fragment, trabecular bone counted by its share. */
  pathMm(ray: RayThroughBone): number;
  /** Whether the last ray passed through a break that stands open. */
  touched(): boolean;
}

/** Pieces of a ray: two through the near wall, four through the marrow, two through the far wall. */
const outerSteps = [-1, -0.5, 0] as const;
const segments = 8;

/**
 * Break surfaces are followed along each ray at nine depths; between two of them the surface is taken as straight, which
 * gives the same total as the exact path for pieces that fit together, and soft edges a pixel wide.
 */
export function fragmentFilter(
  fragment: Fragment,
  bone: Bone,
  view: TubeView,
  camera: Camera,
  depthSlope: number,
): FragmentFilter {
  if (fragment.sides.length === 0) return { kindAt: () => "inside", pathMm: () => 0, touched: () => false };
  const { cos, sin } = view;
  const softMm = camera.pixelMm;
  const kinds = classifySections(fragment, bone, Math.abs(depthSlope));
  let touched = false;

  /** Inside is positive; also tells whether the break stands open there. */
  const depthInside = (u: number, s: number, depth: number): number => {
    const x = u * cos - depth * sin;
    const z = u * sin + depth * cos;
    const along = s + depth * depthSlope;
    let least = Infinity;
    for (const { surface, sign } of fragment.sides) least = Math.min(least, surface.distance(x, along, z) * sign);
    return least;
  };
  const standsOpen = (u: number, depth: number): boolean =>
    fragment.sides.every(({ surface }) => surface.isOpen(u * cos - depth * sin, u * sin + depth * cos));

  return {
    kindAt: (station) => kinds[station]!,
    touched: () => touched,
    pathMm: ({ u, s, outerHalfMm, innerHalfMm, marrow }) => {
      touched = false;
      let total = 0;
      let depth = -outerHalfMm;
      let before = depthInside(u, s, depth);
      for (let k = 1; k <= segments; k++) {
        const next = depthAt(k, outerHalfMm, innerHalfMm);
        const after = depthInside(u, s, next);
        const mm = next - depth;
        if (mm > 0) {
          const share = 0.5 + (before + after) / 2 / (softMm + Math.abs(after - before));
          const density = k > 2 && k <= 6 ? marrow : 1;
          total += mm * density * Math.min(1, Math.max(0, share));
          const crossed = before * after <= 0 || Math.min(Math.abs(before), Math.abs(after)) < 0.6 * softMm;
          if (crossed && !touched && standsOpen(u, (depth + next) / 2)) touched = true;
        }
        depth = next;
        before = after;
      }
      return total;
    },
  };
}

function depthAt(k: number, outerHalfMm: number, innerHalfMm: number): number {
  const wallMm = outerHalfMm - innerHalfMm;
  if (k <= 2) return -innerHalfMm + outerSteps[k]! * wallMm;
  if (k >= 6) return innerHalfMm + ((k - 6) / 2) * wallMm;
  return ((k - 4) / 2) * innerHalfMm;
}

/** Asks at 12 points round each section, with a margin for teeth of the break and for the shear of tipped pieces. */
function classifySections(fragment: Fragment, bone: Bone, shear: number): ("inside" | "outside" | "cut")[] {
  const kinds: ("inside" | "outside" | "cut")[] = [];
  for (let i = 0; i < bone.halfWidthMm.length; i++) {
    if (i % stationsPerMm !== 0 && kinds.length > 0) {
      kinds.push(kinds[i - 1]!);
      continue;
    }
    let least = Infinity;
    let most = -Infinity;
    const s = i / stationsPerMm;
    for (let k = 0; k < 12; k++) {
      const angle = (Math.PI * k) / 6;
      const x = 1.05 * bone.halfWidthMm[i]! * Math.cos(angle);
      const z = 1.05 * bone.halfDepthMm[i]! * Math.sin(angle);
      let inside = Infinity;
      for (const { surface, sign } of fragment.sides) inside = Math.min(inside, surface.distance(x, s, z) * sign);
      least = Math.min(least, inside);
      most = Math.max(most, inside);
    }
    const marginMm = 1 + (0.15 + shear) * bone.halfDepthMm[i]!;
    kinds.push(least > marginMm ? "inside" : most < -marginMm ? "outside" : "cut");
  }
  return kinds;
}
