import { expect, test } from "vitest";
import { boneExcessPerMm } from "../../../lib/data/phantom/attenuation.js";
import type { Bone } from "../../../lib/data/phantom/bone.js";
import { planeBreak } from "../../../lib/data/phantom/breakSurface.js";
import type { Camera } from "../../../lib/data/phantom/camera.js";
import type { Fragment } from "../../../lib/data/phantom/fracture.js";
import { projectBone } from "../../../lib/data/phantom/projectBone.js";
import { createTube, mapTable, tableAlong, type Cap } from "../../../lib/data/phantom/tube.js";

const open: Cap = { mm: 0, power: 2 };
const radiusMm = 10;
const cavityMm = 6;

/** A straight pipe of 10 mm radius with an empty cavity of 6 mm, 100 mm long, along y. */
function pipe(): Bone {
  const stations = [
    [0, radiusMm, radiusMm],
    [1, radiusMm, radiusMm],
  ] as const;
  const tube = createTube([0, 0, 0], [0, 1, 0], 100, stations, [open, open]);
  const cavity = mapTable(tube.halfWidthMm, () => cavityMm);
  return {
    ...tube,
    name: "pipe",
    level: 0,
    ray: 0,
    innerHalfWidthMm: cavity,
    innerHalfDepthMm: cavity,
    trabecularShare: tableAlong(100, () => 0),
    texturePlace: [0, 0],
    crossLines: [],
    canal: undefined,
  };
}

const camera: Camera = {
  widthPixels: 81,
  heightPixels: 101,
  pixelMm: 0.5,
  centreMm: [0, 50],
  axialRad: 0.3,
  rollRad: 0,
  mirrored: false,
};

/** Exponents of one projection; [101, 81], the middle pixel at u = 0, s = 50. */
function project(fragments: Fragment[]): Float32Array {
  const exponents = new Float32Array(camera.widthPixels * camera.heightPixels);
  projectBone(exponents, camera, pipe(), fragments, undefined);
  return exponents;
}

const whole: Fragment[] = [{ sides: [] }];

test("a pipe attenuates by the length of the ray in its wall, as geometry gives it", () => {
  const exponents = project(whole);
  const row = 50 * camera.widthPixels;
  for (const column of [40, 44, 50, 56]) {
    const u = (column - 40) * camera.pixelMm;
    const half = (r: number): number => Math.sqrt(Math.max(0, r * r - u * u));
    expect(exponents[row + column]).toBeCloseTo(2 * boneExcessPerMm * (half(radiusMm) - half(cavityMm)), 3);
  }
  expect(exponents[row + 40 + 21]).toBe(0); // 10.5 mm beside the axis: past the wall
});

test("two pieces that have not moved attenuate as the whole bone does", () => {
  const surface = planeBreak(50, 0.7, 1, (x, z) => 0.3 * Math.sin(x + z));
  const pieces: Fragment[] = [{ sides: [{ surface, sign: -1 }] }, { sides: [{ surface, sign: 1 }] }];
  const [intact, broken] = [project(whole), project(pieces)];
  for (let i = 0; i < intact.length; i++) expect(broken[i]).toBeCloseTo(intact[i]!, 4);
});

test("pieces pulled 4 mm apart leave 4 mm without bone", () => {
  const surface = planeBreak(50, 0, 0, () => 0);
  const movement = { pivot: [0, 50, 0], axis: [0, 1, 0], towards: [1, 0, 0], tipRad: 0, shift: [0, 4, 0] } as const;
  const exponents = project([{ sides: [{ surface, sign: -1 }] }, { sides: [{ surface, sign: 1 }], movement }]);
  const wall = 2 * boneExcessPerMm * (radiusMm - cavityMm);
  const missing = Array.from({ length: 101 }, (_, row) => 1 - exponents[row * camera.widthPixels + 40]! / wall);
  expect(missing.reduce((sum, share) => sum + share, 0) * camera.pixelMm).toBeCloseTo(4, 2);
});
