import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createRandom } from "../../random.js";
import type { Radiograph } from "../types.js";
import { encodeImage, encodeMask } from "./encode.js";
import type { FractureType } from "./fracture.js";
import { createPatient } from "./patient.js";
import { radiographOf } from "./simulate.js";

/** What is known of a fracture in view, in the order of its radiograph's boxes; bit k of the mask file is fracture k. */
export interface FractureAnnotation {
  type: FractureType;
  bone: string;
  /** In space, not in view; see FractureInView. */
  angleDegrees: number;
  displacementMm: number;
  gapMm: number;
}

export interface WrittenRadiograph {
  radiograph: Radiograph;
  fractures: FractureAnnotation[];
}

/** One image in four shows another place than the one that hurts: a comparison view, or a neighbouring region. */
const ofPainShare = 0.72;
/** Images of one patient: 1 to 5, 3 on average. */
const imageCounts = [1, 2, 2, 3, 3, 3, 3, 4, 4, 5] as const;

/** Simulates the n-th patient of a seed and writes the files; nothing else is looked at, so any patient can be made alone. */
export async function writePatient(root: string, seed: number, n: number): Promise<WrittenRadiograph[]> {
  const random = createRandom(`phantom/${seed}/${n}`);
  const patient = createPatient(random.fork("patient"));
  const group = `p${String(n).padStart(5, "0")}`;
  const count = random.fork("count").pick(imageCounts);
  const written: WrittenRadiograph[] = [];
  for (let k = 1; k <= count; k++) {
    const own = random.fork(k);
    const image = radiographOf(own, patient, own.fork("of pain").uniform() < ofPainShare);
    const { widthPixels, heightPixels, fractures } = image;
    const file = await encodeImage(own.fork("file"), image.pixels, widthPixels, heightPixels);
    const name = `${group}-${k}`;
    const path = `images/${name}.${file.extension}`;
    await writeFile(join(root, path), file.bytes);
    const first = fractures[0];
    if (first) {
      const bits = new Uint8Array(first.mask.length);
      fractures.forEach(({ mask }, bit) => {
        for (let i = 0; i < bits.length; i++) bits[i]! |= mask[i]! << bit;
      });
      await writeFile(join(root, `masks/${name}.png`), await encodeMask(bits, widthPixels, heightPixels));
    }
    written.push({
      radiograph: {
        path,
        label: image.label,
        group,
        region: image.region,
        view: image.view,
        hardware: image.hardware,
        ...(first && { fractureType: first.type, boxes: fractures.map(({ box }) => box) }),
        sha256: createHash("sha256").update(file.bytes).digest("hex"),
        widthPixels,
        heightPixels,
        format: file.format,
        channels: file.channels,
        bytes: file.bytes.length,
        licence: "simulated",
      },
      fractures: fractures.map(({ type, bone, angleDegrees, displacementMm, gapMm }) => ({
        type,
        bone,
        angleDegrees,
        displacementMm,
        gapMm,
      })),
    });
  }
  return written;
}
