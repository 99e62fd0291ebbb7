import type { Random } from "../../random.js";
import { attenuationPerMm } from "./attenuation.js";
import { type Camera, onFilm, pixelToFilm } from "./camera.js";
import { type Affine, compose, inverse } from "./geometry.js";
import type { SoftPart } from "./limb.js";
import { type Movement, movementOnFilm } from "./movement.js";
import { scanRectangle } from "./scanRectangle.js";
import { textureAt, tissueTexture } from "./texture.js";
import { type TubeView, mapTable, stationsPerMm, viewTube } from "./tube.js";

/** Length over which soft tissue bends round a displaced fracture. */
const bendMm = 25;

/**
 * Beer-Lambert exponents of skin, fat and muscle: where parts overlap (fingers, palm) the thicker counts.
 * @param carriedBy how a part moved with a fracture: wholly when it lies beyond it, bending at the pivot otherwise
 */
export function projectSoft(
  exponents: Float32Array,
  random: Random,
  camera: Camera,
  parts: readonly { part: SoftPart; carriedBy?: Movement; bends: boolean }[],
): void {
  const texture = tissueTexture();
  const tileX = random.between(0, 256);
  const tileY = random.between(0, 256);
  const tilesPerMm = random.between(1.6, 2.4);
  const toFilm = pixelToFilm(camera);
  for (const { part, carriedBy, bends } of parts) {
    const view = viewTube(part, camera);
    const undo = carriedBy && movementOnFilm(carriedBy, camera).undo;
    const toLocal = compose(view.filmToLocal, undo && !bends ? compose(undo, toFilm) : toFilm);
    const offsetMm = undo && bends ? bentMiddle(view, carriedBy, undo, camera) : view.bowMm;
    const reach = offsetMm.reduce((most, o, i) => Math.max(most, Math.abs(o) + view.halfWidthMm[i]!), 0);
    const last = view.halfWidthMm.length - 1;
    scanRectangle(camera, toLocal, reach, 0, part.lengthMm, (index, beside, s) => {
      const i = Math.min(last, Math.round(s * stationsPerMm));
      const width = view.halfWidthMm[i]!;
      const u = Math.abs(beside - offsetMm[i]!);
      if (u >= width) return;
      const fat = Math.min(part.fatMm, width * 0.6);
      const outer = 2 * view.halfPathMm[i]! * Math.sqrt(1 - (u / width) ** 2);
      const inner = width - fat;
      const muscle = u < inner ? 2 * view.halfPathMm[i]! * (inner / width) * Math.sqrt(1 - (u / inner) ** 2) : 0;
      const uneven = 1 + 0.035 * textureAt(texture, tileX + beside * tilesPerMm, tileY + s * tilesPerMm * 0.6);
      const exponent =
        view.slant * (attenuationPerMm.fat * (outer - muscle) + attenuationPerMm.softTissue * muscle * uneven);
      if (exponent > exponents[index]!) exponents[index] = exponent;
    });
  }
}

/** The middle line of a limb that follows a moved fragment, smoothly, from just before the pivot on. */
function bentMiddle(view: TubeView, movement: Movement, undo: Affine, camera: Camera): Float32Array {
  const toFilm = inverse(view.filmToLocal);
  const there = compose(view.filmToLocal, compose(inverse(undo), toFilm));
  const pivot = onFilm(movement.pivot, camera);
  const pivotMm = view.filmToLocal.yx * pivot[0] + view.filmToLocal.yy * pivot[1] + view.filmToLocal.y0;
  return mapTable(view.bowMm, (bow, i) => {
    const mm = i / stationsPerMm;
    const share = Math.min(1, Math.max(0, (mm - pivotMm + bendMm) / (2 * bendMm)));
    return bow + share * share * (3 - 2 * share) * (there.xy * mm + there.x0);
  });
}
