import { prepareBatch } from "fracture-kernels";
import type { Random } from "../random.js";
import { UserError } from "../userError.js";
import type { AugmentConfig } from "./augmentConfig.js";
import { imagePlaces } from "./imagePlaces.js";
import type { Dataset } from "./types.js";

/**
 * Images of a data set, each moved, turned, scaled, mirrored and recontrasted on its own; one resampling for all of it.
 * The work is done on another thread, so that a training step can run meanwhile; every draw is made before it begins.
 * @param rows image numbers in the data set
 * @param into reused memory for the result, not to be touched before the promise is settled
 * @throws UserError when the cache file was cut short since it was opened
 * @returns [rows, imageSize, imageSize] in [0, 1]; what comes in from outside an image is black
 */
export async function augmentedBatch(
  dataset: Dataset,
  rows: readonly number[],
  config: AugmentConfig,
  random: Random,
  into = new Float32Array(rows.length * dataset.imageSize ** 2),
): Promise<Float32Array> {
  const { imageSize, store } = dataset;
  const maps = new Float32Array(rows.length * 6);
  const contrasts = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    maps.set(randomMap(imageSize, config, random), i * 6);
    contrasts[i] = 1 + random.between(-config.contrastShare, config.contrastShare); // about black: the surround stays black
  }
  const memory = "bytes" in store ? store.bytes : store.fd;
  await prepareBatch(memory, imagePlaces(dataset, rows), imageSize, maps, contrasts, into).catch((error: unknown) => {
    if ("bytes" in store) throw error;
    const received = (error as Error).message;
    throw new UserError(
      `Expected the cache of standardised images as it was opened. Received: ${received}. Start again.`,
    );
  });
  return into;
}

/** The six numbers of a map from output to input pixels about the image's centre: x' = a x + b y + c, y' = d x + e y + f. */
function randomMap(side: number, config: AugmentConfig, random: Random): number[] {
  const mirror = random.uniform() < config.flipProb ? -1 : 1;
  const angle = (random.between(-config.rotationDegrees, config.rotationDegrees) * Math.PI) / 180;
  const scale = 1 / (1 + random.between(-config.zoomShare, config.zoomShare));
  const shiftX = random.between(-config.shiftShare, config.shiftShare) * side;
  const shiftY = random.between(-config.shiftShare, config.shiftShare) * side;
  const centre = (side - 1) / 2;
  const [a, b] = [mirror * scale * Math.cos(angle), -mirror * scale * Math.sin(angle)];
  const [d, e] = [scale * Math.sin(angle), scale * Math.cos(angle)];
  return [a, b, centre - a * centre - b * centre + shiftX, d, e, centre - d * centre - e * centre + shiftY];
}
