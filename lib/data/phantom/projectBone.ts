import { boneExcessPerMm } from "./attenuation.js";
import type { Bone, CrossLine } from "./bone.js";
import { type Camera, pixelToFilm } from "./camera.js";
import type { Fragment } from "./fracture.js";
import { type RayThroughBone, fragmentFilter } from "./fragmentFilter.js";
import { compose } from "./geometry.js";
import { type Movement, movementOnFilm } from "./movement.js";
import { scanRectangle } from "./scanRectangle.js";
import { textureAt, trabecularTexture } from "./texture.js";
import { type TubeView, stationsPerMm, viewTube } from "./tube.js";

/**
 * Adds what a bone takes out of the beam beyond the soft tissue it replaces (Beer-Lambert exponents).
 * @param exponents of every pixel, added to
 * @param fragments one without sides for an intact bone
 * @param carriedBy how the whole bone moved with a fracture nearer to the trunk
 * @param mask where given, its bit is set wherever a ray passes through the surface of a fracture
 */
export function projectBone(
  exponents: Float32Array,
  camera: Camera,
  bone: Bone,
  fragments: readonly Fragment[],
  carriedBy: Movement | undefined,
  mask?: { bits: Uint8Array; bit: number },
): void {
  const view = viewTube(bone, camera);
  const cavity = viewTube({ ...bone, halfWidthMm: bone.innerHalfWidthMm, halfDepthMm: bone.innerHalfDepthMm }, camera);
  const texture = trabecularTexture();
  const last = view.halfWidthMm.length - 1;
  const lineShare = crossLineStations(bone);
  for (const fragment of fragments) {
    const motion = fragment.movement ?? carriedBy;
    const onFilm = motion && movementOnFilm(motion, camera);
    const toFilm = pixelToFilm(camera);
    const toLocal = compose(view.filmToLocal, onFilm ? compose(onFilm.undo, toFilm) : toFilm);
    const filter = fragmentFilter(fragment, bone, view, camera, onFilm?.depthSlope ?? 0);
    const ray: RayThroughBone = { u: 0, s: 0, outerHalfMm: 0, innerHalfMm: 0, marrow: 0 };
    scanRectangle(camera, toLocal, view.maxReachMm, 0, bone.lengthMm, (index, beside, s) => {
      const i = Math.min(last, Math.round(s * stationsPerMm));
      const kind = filter.kindAt(i);
      if (kind === "outside") return;
      const u = beside - view.bowMm[i]!;
      const outer = halfPath(view, i, u);
      if (outer === 0) return;
      ray.u = u;
      ray.s = s;
      ray.outerHalfMm = outer;
      ray.innerHalfMm = halfPath(cavity, i, u);
      if (ray.innerHalfMm > 0) {
        const grain = textureAt(texture, bone.texturePlace[0] + u * 3.2, bone.texturePlace[1] + s * 2.6);
        ray.marrow = bone.trabecularShare[i]! * (1 + 0.22 * grain);
      }
      let pathMm: number;
      if (kind === "inside") pathMm = 2 * (outer - ray.innerHalfMm) + 2 * ray.innerHalfMm * ray.marrow;
      else {
        pathMm = filter.pathMm(ray);
        if (mask && filter.touched()) mask.bits[index]! |= mask.bit;
      }
      if (lineShare[i] === 1) pathMm *= 1 - lucencyAt(bone.crossLines, u, s);
      if (bone.canal) pathMm -= canalMm(bone, view, i, u, s, outer - ray.innerHalfMm);
      exponents[index]! += boneExcessPerMm * view.slant * Math.max(0, pathMm);
    });
  }
}

function halfPath(view: TubeView, i: number, u: number): number {
  const width = view.halfWidthMm[i]!;
  const share = u / width;
  return share > -1 && share < 1 ? view.halfPathMm[i]! * Math.sqrt(1 - share * share) : 0;
}

/** 1 wherever a cross line may lie, so that the rest of the bone need not ask. */
function crossLineStations(bone: Bone): Uint8Array {
  const near = new Uint8Array(bone.halfWidthMm.length);
  for (const { atMm, waveMm, halfThicknessMm } of bone.crossLines) {
    const reachMm = waveMm + 3 * halfThicknessMm;
    near.fill(
      1,
      Math.max(0, Math.floor((atMm - reachMm) * stationsPerMm)),
      Math.ceil((atMm + reachMm) * stationsPerMm),
    );
  }
  return near;
}

function lucencyAt(lines: readonly CrossLine[], u: number, s: number): number {
  let lucency = 0;
  for (const line of lines) {
    const away = (s - line.atMm - line.waveMm * Math.sin(2 * Math.PI * line.wavesPerMm * u)) / line.halfThicknessMm;
    lucency += line.lucency * Math.exp(-away * away);
  }
  return Math.max(-0.5, lucency);
}

/** Bone missing in the tunnel, which runs through one wall from the outside in. */
function canalMm(bone: Bone, view: TubeView, i: number, u: number, s: number, wallMm: number): number {
  const { fromMm, toMm, diameterMm, azimuthRad } = bone.canal!;
  if (s < fromMm || s > toMm) return 0;
  const depthShare = (s - fromMm) / (toMm - fromMm);
  const inwards = 1 + (bone.innerHalfWidthMm[i]! / Math.max(0.1, bone.halfWidthMm[i]!) - 1) * depthShare;
  const x = bone.halfWidthMm[i]! * Math.cos(azimuthRad) * inwards;
  const z = bone.halfDepthMm[i]! * Math.sin(azimuthRad) * inwards;
  const away = (u - (x * view.cos + z * view.sin)) / (diameterMm / 2);
  return Math.min(wallMm, diameterMm * Math.exp(-away * away));
}
