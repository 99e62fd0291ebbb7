import type { Random } from "../../random.js";

/** A position in a bone: x and z from the middle of the section, s along the axis, in mm. */
export interface BreakSurface {
  /** Signed distance in mm, to first order; positive on the far side (towards fingers or toes). */
  distance: (x: number, s: number, z: number) => number;
  /** False where the two faces stay together, so that nothing is to be seen. */
  isOpen: (x: number, z: number) => boolean;
}

const everywhere = (): boolean => true;

/**
 * A flat break. @param slopeRad 0 is square to the axis @param azimuthRad the side of the bone on which it runs farthest down
 */
export function planeBreak(atMm: number, slopeRad: number, azimuthRad: number, rough: Roughness): BreakSurface {
  const steepness = Math.tan(slopeRad);
  const dx = Math.cos(azimuthRad) * steepness;
  const dz = Math.sin(azimuthRad) * steepness;
  const scale = Math.cos(slopeRad);
  return {
    distance: (x, s, z) => (s - atMm - dx * x - dz * z - rough(x, z)) * scale,
    isOpen: everywhere,
  };
}

/**
 * A helix up three quarters of the way round, closed by a steep line down the rest: what twisting does to a tube.
 * @param heightMm along the axis
 */
export function spiralBreak(
  atMm: number,
  heightMm: number,
  radiusMm: number,
  azimuthRad: number,
  handed: 1 | -1,
  rough: Roughness,
): BreakSurface {
  const fullTurn = 2 * Math.PI;
  const climb = 0.76;
  const scale = 1 / Math.hypot(1, heightMm / (climb * fullTurn * radiusMm));
  return {
    distance: (x, s, z) => {
      const turns = (Math.atan2(z, x) * handed - azimuthRad) / fullTurn;
      const share = turns - Math.floor(turns);
      const height = share < climb ? share / climb : (1 - share) / (1 - climb);
      return (s - atMm - (height - 0.5) * heightMm - rough(x, z)) * scale;
    },
    isOpen: everywhere,
  };
}

/** The plane along the bone through a point of the section, that splits a wedge in two. */
export function lengthwiseBreak(azimuthRad: number, offsetMm: number, tilt: number, atMm: number): BreakSurface {
  const cos = Math.cos(azimuthRad);
  const sin = Math.sin(azimuthRad);
  return {
    distance: (x, s, z) => cos * x + sin * z - offsetMm + tilt * (s - atMm),
    isOpen: everywhere,
  };
}

/** Only the part of a break beyond `fromMm` towards `azimuthRad` has come apart: a greenstick. */
export function openOnOneSide(surface: BreakSurface, azimuthRad: number, fromMm: number): BreakSurface {
  const cos = Math.cos(azimuthRad);
  const sin = Math.sin(azimuthRad);
  return { distance: surface.distance, isOpen: (x, z) => cos * x + sin * z > fromMm };
}

export type Roughness = (x: number, z: number) => number;

/** Teeth of a broken face: two waves of 3 to 12 mm length. @param amplitudeMm of the coarser one */
export function roughness(random: Random, amplitudeMm: number): Roughness {
  const wave = (lengthMm: number): { x: number; z: number; phase: number } => {
    const direction = random.between(0, Math.PI);
    return { x: Math.cos(direction) / lengthMm, z: Math.sin(direction) / lengthMm, phase: random.uniform() };
  };
  const coarse = wave(random.between(8, 12));
  const fine = wave(random.between(3, 5));
  return (x, z) =>
    amplitudeMm *
    (arches(coarse.x * x + coarse.z * z + coarse.phase) + 0.5 * arches(fine.x * x + fine.z * z + fine.phase));
}

/** A sine of period 1 drawn with parabolas: this is asked nine times a ray, and Math.sin takes five times as long. */
function arches(turns: number): number {
  const part = turns - Math.round(turns);
  return 8 * part * (1 - 2 * Math.abs(part));
}
