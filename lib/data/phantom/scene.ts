import type { Random } from "../../random.js";
import { isInView } from "./aim.js";
import type { Bone } from "./bone.js";
import type { Camera } from "./camera.js";
import { addDistractors } from "./distractors.js";
import { type Exposure, expose } from "./expose.js";
import type { Fracture } from "./fracture.js";
import { type Hardware, projectHardware } from "./hardware.js";
import type { Limb, SoftPart } from "./limb.js";
import { addMarker } from "./marker.js";
import type { Movement } from "./movement.js";
import { projectBone } from "./projectBone.js";
import { projectSoft } from "./projectSoft.js";
import { axisPoint } from "./tube.js";

/** What lies on the table. */
export interface Scene {
  limb: Limb;
  /** At most eight, each on a bone of its own. */
  fractures: readonly Fracture[];
  hardware: Hardware | undefined;
}

export interface Picture {
  /** [height, width], 0 .. 255 */
  pixels: Uint8Array;
  /** [height, width]; bit k is set where fracture k is in view */
  maskBits: Uint8Array;
  hardwareInView: boolean;
}

/** Takes one radiograph. */
export function takePicture(
  random: Random,
  scene: Scene,
  camera: Camera,
  exposure: Exposure,
  withMarker: boolean,
): Picture {
  const exponents = new Float32Array(camera.widthPixels * camera.heightPixels);
  const maskBits = new Uint8Array(exponents.length);
  const { limb, fractures } = scene;
  projectSoft(
    exponents,
    random.fork("soft"),
    camera,
    limb.soft.map((part) => softBeyond(part, fractures)),
  );
  addDistractors(exponents, random.fork("distractors"), camera);
  for (const bone of limb.bones) {
    if (!mayBeInView(bone, camera)) continue;
    const own = fractures.findIndex((fracture) => fracture.bone === bone);
    const fracture = fractures[own];
    const mask = fracture && { bits: maskBits, bit: 1 << own };
    projectBone(exponents, camera, bone, fracture?.fragments ?? [{ sides: [] }], carrier(bone, fractures), mask);
  }
  const hardwareInView = scene.hardware !== undefined && projectHardware(exponents, camera, scene.hardware);
  hideBorder(maskBits, camera, exposure);
  const pixels = expose(exponents, camera, exposure, random.fork("noise"));
  if (withMarker) addMarker(pixels, exponents, random.fork("marker"), camera);
  return { pixels, maskBits, hardwareInView };
}

/** Whether any point of the bone's axis lies in the image or 60 mm round it: more than a bone's radius and displacement. */
function mayBeInView(bone: Bone, camera: Camera): boolean {
  const steps = Math.ceil(bone.lengthMm / 60);
  for (let k = 0; k <= steps; k++) {
    if (isInView(axisPoint(bone, (k / steps) * bone.lengthMm), camera, 60)) return true;
  }
  return false;
}

/** The movement of what hangs on a broken bone: of the same finger, or of the whole limb. */
function carrier(part: { level: number; ray: number }, fractures: readonly Fracture[]): Movement | undefined {
  return fractures.find(({ bone, beyond }) => beyond && part.level > bone.level && sameBranch(part, bone))?.beyond;
}

function softBeyond(
  part: SoftPart,
  fractures: readonly Fracture[],
): { part: SoftPart; carriedBy?: Movement; bends: boolean } {
  const carriedBy = carrier(part, fractures);
  if (carriedBy) return { part, carriedBy, bends: false };
  const within = fractures.find(({ bone, beyond }) => beyond && part.level <= bone.level && part.ray === bone.ray);
  return within?.beyond ? { part, carriedBy: within.beyond, bends: true } : { part, bends: false };
}

const sameBranch = (part: { ray: number }, bone: Bone): boolean => bone.ray === 0 || part.ray === bone.ray;

/** What the collimator hides is not in view. */
function hideBorder(maskBits: Uint8Array, camera: Camera, { border: [left, top, right, bottom] }: Exposure): void {
  const { widthPixels, heightPixels } = camera;
  for (let row = 0, i = 0; row < heightPixels; row++) {
    const outsideRows = row < Math.round(top * heightPixels) || row >= heightPixels - Math.round(bottom * heightPixels);
    for (let column = 0; column < widthPixels; column++, i++) {
      const outsideColumns =
        column < Math.round(left * widthPixels) || column >= widthPixels - Math.round(right * widthPixels);
      if (outsideRows || outsideColumns) maskBits[i] = 0;
    }
  }
}
