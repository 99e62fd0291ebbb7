import fc from "fast-check";
import { expect, test } from "vitest";
import sharp from "sharp";
import { dataConfigSchema } from "../../lib/data/config.js";
import { views } from "../../lib/data/phantom/aim.js";
import { createPatient } from "../../lib/data/phantom/patient.js";
import { projectBone } from "../../lib/data/phantom/projectBone.js";
import { planShot } from "../../lib/data/phantom/shot.js";
import { radiographOf } from "../../lib/data/phantom/simulate.js";
import { pictureInSquare } from "../../lib/data/pictureInSquare.js";
import { standardize } from "../../lib/data/standardize.js";
import { alterations } from "../../lib/explain/alterations.js";
import { brightRegion } from "../../lib/explain/brightRegion.js";
import { otsuThreshold } from "../../lib/explain/otsuThreshold.js";
import { createRandom } from "../../lib/random.js";
import { plantedBars, side } from "./plantedBars.js";

const histograms = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 12 });

/** Otsu's other form: what the variance within both classes adds up to, by its definition. */
function withinClasses(counts: readonly number[], threshold: number): number {
  const levels = counts.flatMap((count, grey) => new Array<number>(count).fill(grey));
  const spread = (own: number[]): number => {
    const middle = own.reduce((sum, grey) => sum + grey, 0) / own.length;
    return own.reduce((sum, grey) => sum + (grey - middle) ** 2, 0);
  };
  return spread(levels.filter((grey) => grey <= threshold)) + spread(levels.filter((grey) => grey > threshold));
}

test("otsuThreshold leaves the least variance within dark and bright, of all thresholds", () => {
  const property = fc.property(histograms, (counts) => {
    const used = [...counts.keys()].filter((grey) => counts[grey]! > 0);
    const threshold = otsuThreshold(counts);
    if (used.length < 2) expect(threshold).toBeNaN();
    else {
      const least = Math.min(...used.slice(0, -1).map((grey) => withinClasses(counts, grey)));
      expect(withinClasses(counts, threshold)).toBeCloseTo(least, 6);
    }
  });
  fc.assert(property, { seed: 1 });
});

test("a shaft is found with its margin, whatever the letterbox; a picture of one grey has no bone", () => {
  const file = { widthPixels: 20, heightPixels: 40 }; // [10, 20] of the square of 20, from x = 5
  const pixels = new Uint8Array(400);
  for (let y = 0; y < 20; y++) pixels.fill(60, y * 20 + 5, y * 20 + 15);
  expect(brightRegion(pixels, 20, file, 1).includes(1)).toBe(false);
  for (let y = 4; y < 16; y++) pixels.fill(200, y * 20 + 5, y * 20 + 8);
  const region = brightRegion(pixels, 20, file, 1);
  expect([...region.keys()].filter((p) => region[p] === 1)).toEqual(
    Array.from({ length: 14 }, (_, k) => [5, 6, 7, 8].map((x) => (k + 3) * 20 + x)).flat(),
  );
});

test("bone hidden and bone alone share the picture between them and leave the letterbox black", () => {
  const bars = plantedBars(4, 2);
  const radiographs = bars.radiographs.map((each, i) =>
    i === 1 ? { ...each, widthPixels: 32, heightPixels: 15 } : each,
  );
  const altered = alterations({ ...bars, radiographs }, { random: createRandom(1), borderShare: 0.25, fillGrey: 77 });
  const property = fc.property(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 1000 }), (i, seed) => {
    const random = createRandom(seed);
    const picture = pictureInSquare(radiographs[i]!, side);
    const before = Uint8Array.from({ length: side * side }, (_, p) => {
      const y = Math.floor(p / side) - picture.top;
      return y >= 0 && y < picture.height ? 100 + 100 * Number(random.uniform() < 0.02) + random.integer(20) : 0;
    });
    const [hidden, alone] = [Uint8Array.from(before), Uint8Array.from(before)];
    altered["bone hidden"]!(hidden, i);
    altered["bone alone"]!(alone, i);
    for (const [p, grey] of before.entries()) {
      const inPicture = grey > 0;
      expect([hidden[p], alone[p]].sort()).toEqual((inPicture ? [grey, 77] : [0, 0]).sort());
      if (grey >= 200) expect([hidden[p], alone[p]]).toEqual([77, grey]); // what is bright is hidden, or stays
    }
  });
  fc.assert(property, { seed: 1, numRuns: 20 });
});

test("of simulated radiographs it holds nearly all bone and fracture lines, and leaves much of the picture out", async () => {
  const count = { picture: 0, found: 0, bone: 0, boneFound: 0, line: 0, lineFound: 0 };
  for (let n = 1; n <= 24; n++) {
    const { pixels, picture, file, boneAt, lineAt } = await simulated(n);
    const region = brightRegion(pixels, 128, file);
    for (let y = 0; y < picture.height; y++) {
      for (let x = 0; x < picture.width; x++) {
        const isFound = region[(y + picture.top) * 128 + x + picture.left]!;
        const at: [number, number] = [(x + 0.5) / picture.width, (y + 0.5) / picture.height];
        const [isBone, isLine] = [Number(boneAt(...at)), Number(lineAt(...at))];
        count.picture++;
        count.found += isFound;
        count.bone += isBone;
        count.boneFound += isBone * isFound;
        count.line += isLine;
        count.lineFound += isLine * isFound;
      }
    }
  }
  expect(count.boneFound / count.bone).toBeCloseTo(0.954, 2);
  expect(count.lineFound / count.line).toBeCloseTo(0.975, 2);
  expect(count.bone / count.picture).toBeCloseTo(0.468, 2);
  expect(count.found / count.picture).toBeCloseTo(0.559, 2);
});

interface Simulated {
  pixels: Uint8Array;
  picture: ReturnType<typeof pictureInSquare>;
  file: { widthPixels: number; heightPixels: number };
  boneAt: (x: number, y: number) => boolean;
  lineAt: (x: number, y: number) => boolean;
}

/** A patient's radiograph as the network takes it, with what the simulator knows of where bone and fractures are. */
async function simulated(n: number): Promise<Simulated> {
  const patient = createPatient(createRandom(`bright/${n}`).fork("patient"));
  const shot = createRandom(`bright/${n}`).fork("shot");
  const longestSidePixels = 256;
  const image = radiographOf(shot, patient, true, { longestSidePixels });
  const view = shot.fork("view").pick(views); // as radiographOf draws it
  const { scene, camera } = planShot(shot.fork("aim"), patient, true, { view, longestSidePixels });
  const { widthPixels, heightPixels } = image;
  const exponents = new Float32Array(widthPixels * heightPixels);
  for (const bone of scene.limb.bones) {
    const fracture = scene.fractures.find((each) => each.bone === bone);
    projectBone(exponents, camera, bone, fracture?.fragments ?? [{ sides: [] }], undefined);
  }
  const png = await sharp(image.pixels, { raw: { width: widthPixels, height: heightPixels, channels: 1 } })
    .png()
    .toBuffer();
  const at = (values: ArrayLike<number>, x: number, y: number): number =>
    values[Math.floor(y * heightPixels) * widthPixels + Math.floor(x * widthPixels)]!;
  return {
    pixels: await standardize(png, dataConfigSchema.parse({ imageSize: 128 })),
    picture: pictureInSquare(image, 128),
    file: { widthPixels, heightPixels },
    boneAt: (x, y) => at(exponents, x, y) > 0.02, // a tenth of a millimetre of compact bone
    lineAt: (x, y) => image.fractures.some(({ mask }) => at(mask, x, y) === 1),
  };
}
