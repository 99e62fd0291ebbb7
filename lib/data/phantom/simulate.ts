import type { Random } from "../../random.js";
import type { Box } from "../types.js";
import { type View, views } from "./aim.js";
import { drawExposure } from "./expose.js";
import type { FractureType } from "./fracture.js";
import { dot } from "./geometry.js";
import type { Region } from "./limb.js";
import { displacementAt } from "./movement.js";
import { type Patient, createPatient } from "./patient.js";
import { takePicture } from "./scene.js";
import { planShot } from "./shot.js";
import { axisPoint } from "./tube.js";

/** A fracture that is in view. */
export interface FractureInView {
  type: FractureType;
  bone: string;
  /** Tight round the mask, as shares of the image. */
  box: Box;
  /** [height, width]: 1 where the ray of a pixel passes through a surface along which the bone broke */
  mask: Uint8Array;
  /**
   * Between the axes of the two main pieces, and how far the far one (of an avulsion: the chip) moved at the site, sideways
   * and lengthwise (below 0: into the near one); in space, so that a view may show less.
   */
  angleDegrees: number;
  displacementMm: number;
  gapMm: number;
}

export interface SimulatedRadiograph {
  /** [height, width], 0 .. 255; bone is light */
  pixels: Uint8Array;
  widthPixels: number;
  heightPixels: number;
  /** "fractured" when a fracture is in view: in the image, inside the collimated field */
  label: "fractured" | "not_fractured";
  fractures: FractureInView[];
  region: Region;
  view: View;
  hardware: boolean;
  pixelMm: number;
}

/** What the caller wants to see; what is left out is drawn. */
export interface RadiographParams {
  region?: Region;
  view?: View;
  fracture?: FractureType | "none";
  longestSidePixels?: number;
}

/** One radiograph of a new patient. For several of one patient: `createPatient`, then `radiographOf`. */
export function simulateRadiograph(random: Random, params: RadiographParams = {}): SimulatedRadiograph {
  const patient = createPatient(random.fork("patient"), params);
  return radiographOf(random.fork("shot"), patient, true, params);
}

/** One radiograph of a patient. @param ofPain aimed at the place that hurts (and may be broken), or elsewhere */
export function radiographOf(
  random: Random,
  patient: Patient,
  ofPain: boolean,
  params: Pick<RadiographParams, "view" | "longestSidePixels"> = {},
): SimulatedRadiograph {
  const shot = planShot(random.fork("aim"), patient, ofPain, { view: random.fork("view").pick(views), ...params });
  const { scene, camera } = shot;
  const exposure = drawExposure(random.fork("exposure"));
  const withMarker = random.fork("marker").uniform() < 0.6;
  const { pixels, maskBits, hardwareInView } = takePicture(random.fork("picture"), scene, camera, exposure, withMarker);
  const { widthPixels, heightPixels } = camera;
  const fractures: FractureInView[] = [];
  scene.fractures.forEach(({ type, bone, main, siteMm }, k) => {
    const mask = new Uint8Array(maskBits.length);
    for (let i = 0; i < mask.length; i++) mask[i] = (maskBits[i]! >> k) & 1;
    const box = boxRound(mask, widthPixels, heightPixels);
    if (!box) return;
    const moved = displacementAt(main, axisPoint(bone, siteMm));
    const gapMm = dot(moved, bone.axis);
    fractures.push({
      type,
      bone: bone.name,
      box,
      mask,
      angleDegrees: (Math.abs(main.tipRad) * 180) / Math.PI,
      displacementMm: Math.sqrt(Math.max(0, dot(moved, moved) - gapMm * gapMm)),
      gapMm,
    });
  });
  return {
    pixels,
    widthPixels,
    heightPixels,
    label: fractures.length > 0 ? "fractured" : "not_fractured",
    fractures,
    region: shot.region,
    view: shot.view,
    hardware: hardwareInView,
    pixelMm: camera.pixelMm,
  };
}

/** The smallest box that holds every marked pixel whole; undefined when none is marked. */
function boxRound(mask: Uint8Array, width: number, height: number): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      if (mask[i] === 0) continue;
      left = Math.min(left, column);
      right = Math.max(right, column);
      top = Math.min(top, row);
      bottom = row;
    }
  }
  if (right < 0) return undefined;
  return { xMin: left / width, yMin: top / height, xMax: (right + 1) / width, yMax: (bottom + 1) / height };
}
