import { type Camera, beamAxes, onFilm } from "./camera.js";
import { type Affine, type Vec3, dot, plus, scaled } from "./geometry.js";

/** A small rigid movement of a fragment, and of what hangs on it. */
export interface Movement {
  pivot: Vec3;
  /** The bone's axis, and the direction at right angles to it in which the far end tips; unit vectors. */
  axis: Vec3;
  towards: Vec3;
  tipRad: number;
  shift: Vec3;
}

export interface MovementOnFilm {
  /** From where a point is seen to where it was before it moved; film plane, mm. */
  undo: Affine;
  /** Slope by which the part of the tip that points along the rays carries deeper points along the bone. */
  depthSlope: number;
}

/**
 * The same movement seen from one side: the part of the tip that lies in the film plane turns the picture; the part along
 * the rays only shears sections against each other, which for the angles in question (< 35 degrees) keeps path lengths
 * within a few percent and is taken as such.
 */
export function movementOnFilm(movement: Movement, camera: Camera): MovementOnFilm {
  const beam = beamAxes(camera);
  const [px, py] = onFilm(movement.pivot, camera);
  const [sx, sy] = onFilm(movement.shift, camera);
  const [ax, ay] = onFilm(movement.axis, camera);
  const [tx, ty] = onFilm(movement.towards, camera);
  const sinTip = Math.sin(movement.tipRad);
  const turn = Math.asin(clampSine(sinTip * (ax * ty - ay * tx)));
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const cx = px + sx;
  const cy = py + sy;
  return {
    undo: { xx: cos, xy: sin, x0: px - cos * cx - sin * cy, yx: -sin, yy: cos, y0: py + sin * cx - cos * cy },
    depthSlope: Math.tan(Math.asin(clampSine(sinTip * dot(movement.towards, beam.depth)))),
  };
}

/** How far a point moves, in space. */
export function displacementAt({ pivot, axis, towards, tipRad, shift }: Movement, point: Vec3): Vec3 {
  const arm = plus(point, scaled(pivot, -1));
  const along = dot(arm, axis);
  const beside = dot(arm, towards);
  const cos = Math.cos(tipRad) - 1;
  const sin = Math.sin(tipRad);
  return plus(shift, plus(scaled(axis, along * cos - beside * sin), scaled(towards, along * sin + beside * cos)));
}

const clampSine = (value: number): number => Math.min(1, Math.max(-1, value));
