/** Positions in mm in the limb's own frame: x to the patient's side, y from the trunk to the fingers or toes, z to the front. */
export type Vec3 = readonly [x: number, y: number, z: number];

export const dot = (p: Vec3, q: Vec3): number => p[0] * q[0] + p[1] * q[1] + p[2] * q[2];
export const plus = (p: Vec3, q: Vec3): Vec3 => [p[0] + q[0], p[1] + q[1], p[2] + q[2]];
export const scaled = (p: Vec3, by: number): Vec3 => [p[0] * by, p[1] * by, p[2] * by];
export const unit = (p: Vec3): Vec3 => scaled(p, 1 / Math.hypot(...p));
export const cross = (p: Vec3, q: Vec3): Vec3 => [
  p[1] * q[2] - p[2] * q[1],
  p[2] * q[0] - p[0] * q[2],
  p[0] * q[1] - p[1] * q[0],
];

/** (x, y) -> (xx x + xy y + x0, yx x + yy y + y0) */
export interface Affine {
  xx: number;
  xy: number;
  x0: number;
  yx: number;
  yy: number;
  y0: number;
}

/** First `inner`, then `outer`. */
export function compose(outer: Affine, inner: Affine): Affine {
  return {
    xx: outer.xx * inner.xx + outer.xy * inner.yx,
    xy: outer.xx * inner.xy + outer.xy * inner.yy,
    x0: outer.xx * inner.x0 + outer.xy * inner.y0 + outer.x0,
    yx: outer.yx * inner.xx + outer.yy * inner.yx,
    yy: outer.yx * inner.xy + outer.yy * inner.yy,
    y0: outer.yx * inner.x0 + outer.yy * inner.y0 + outer.y0,
  };
}

export function inverse(map: Affine): Affine {
  const det = map.xx * map.yy - map.xy * map.yx;
  const xx = map.yy / det;
  const xy = -map.xy / det;
  const yx = -map.yx / det;
  const yy = map.xx / det;
  return { xx, xy, yx, yy, x0: -(xx * map.x0 + xy * map.y0), y0: -(yx * map.x0 + yy * map.y0) };
}
