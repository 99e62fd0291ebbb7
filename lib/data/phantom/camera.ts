import { type Affine, type Vec3, dot } from "./geometry.js";

/** How the limb lies in the beam. Rays are parallel: at 1 m the cone of a real tube magnifies a limb by some 5 %. */
export interface Camera {
  widthPixels: number;
  heightPixels: number;
  pixelMm: number;
  /** The point of the limb, on the film plane, in the middle of the image. */
  centreMm: readonly [across: number, along: number];
  /** Turn about the limb's own axis: 0 is frontal, a quarter turn is lateral. */
  axialRad: number;
  /** Turn in the film plane. */
  rollRad: number;
  /** A left limb is a right one in the mirror. */
  mirrored: boolean;
}

/** The film's axes and the direction of the rays, in the limb's frame. */
export function beamAxes(camera: Camera): { across: Vec3; along: Vec3; depth: Vec3 } {
  const cos = Math.cos(camera.axialRad);
  const sin = Math.sin(camera.axialRad);
  return { across: [cos, 0, sin], along: [0, 1, 0], depth: [-sin, 0, cos] };
}

/** Pixel column and row (corner of the first pixel = 0, 0) -> film plane in mm. */
export function pixelToFilm(camera: Camera): Affine {
  const cos = Math.cos(camera.rollRad) * camera.pixelMm;
  const sin = Math.sin(camera.rollRad) * camera.pixelMm;
  const flip = camera.mirrored ? -1 : 1;
  const xx = flip * cos;
  const xy = flip * sin;
  const halfWidth = camera.widthPixels / 2;
  const halfHeight = camera.heightPixels / 2;
  return {
    xx,
    xy,
    x0: camera.centreMm[0] - xx * halfWidth - xy * halfHeight,
    yx: -sin,
    yy: cos,
    y0: camera.centreMm[1] + sin * halfWidth - cos * halfHeight,
  };
}

/** Where a point of the limb falls on film, in mm. */
export function onFilm(point: Vec3, camera: Camera): [across: number, along: number] {
  const beam = beamAxes(camera);
  return [dot(point, beam.across), dot(point, beam.along)];
}
