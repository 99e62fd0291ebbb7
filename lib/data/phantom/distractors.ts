import type { Random } from "../../random.js";
import { attenuationPerMm } from "./attenuation.js";
import type { Camera } from "./camera.js";
import { textureAt, tissueTexture } from "./texture.js";

/** A gently curved line right across the image: signed distance of a pixel in mm. */
type Curve = (column: number, row: number) => number;

/**
 * Lines that have nothing to do with fractures: folds of skin, and the edges of a dressing, sleeve or overlapping soft tissue
 * (beside which the eye, and a blurred detector, see Mach bands). They cross bone and soft tissue alike.
 */
export function addDistractors(exponents: Float32Array, random: Random, camera: Camera): void {
  const folds = random.integer(2);
  for (let k = 0; k < folds; k++) addFold(exponents, random.fork(`fold ${k}`), camera);
  if (random.uniform() < 0.4) addEdge(exponents, random.fork("edge"), camera);
}

/** A crease (thinner) or roll (thicker) with one sharp flank and one that fades. */
function addFold(exponents: Float32Array, random: Random, camera: Camera): void {
  const curve = drawCurve(random, camera);
  const mm = random.between(0.8, 3.2) * random.pick([-1, 1, 1]);
  const fadeMm = random.between(1.5, 7);
  const sharpMm = random.between(0.3, 0.9);
  addWhereTissue(exponents, camera, (column, row) => {
    const away = curve(column, row);
    if (away > 4 * fadeMm || away < -4 * sharpMm) return 0;
    return mm * Math.exp(-Math.abs(away) / (away > 0 ? fadeMm : sharpMm));
  });
}

function addEdge(exponents: Float32Array, random: Random, camera: Camera): void {
  const curve = drawCurve(random, camera);
  const mm = random.between(1, 5);
  const softMm = random.between(0.3, 1.2);
  const texture = tissueTexture();
  addWhereTissue(exponents, camera, (column, row) => {
    const inside = Math.min(1, Math.max(0, 0.5 + curve(column, row) / (2 * softMm)));
    return inside * mm * (1 + 0.1 * textureAt(texture, column, row * 3));
  });
}

function addWhereTissue(exponents: Float32Array, camera: Camera, mmAt: Curve): void {
  for (let row = 0, index = 0; row < camera.heightPixels; row++) {
    for (let column = 0; column < camera.widthPixels; column++, index++) {
      const there = exponents[index]!;
      if (there < 0.05) continue;
      const mm = mmAt(column, row);
      if (mm === 0) continue;
      exponents[index] = Math.max(0, there + attenuationPerMm.softTissue * mm * Math.min(1, there * 2));
    }
  }
}

function drawCurve(random: Random, camera: Camera): Curve {
  const { widthPixels, heightPixels, pixelMm } = camera;
  const angle = random.between(0, Math.PI * 2);
  const nx = Math.cos(angle) * pixelMm;
  const ny = Math.sin(angle) * pixelMm;
  const middleX = widthPixels * random.between(0.15, 0.85);
  const middleY = heightPixels * random.between(0.1, 0.9);
  const bendPerMm = random.between(-0.004, 0.004);
  const waveMm = random.between(0, 2.5);
  const wavesPerMm = random.between(0.03, 0.1);
  return (column, row) => {
    const dx = column - middleX;
    const dy = row - middleY;
    const along = dy * nx - dx * ny;
    return dx * nx + dy * ny + bendPerMm * along * along + waveMm * Math.sin(along * wavesPerMm);
  };
}
