import { createRandom } from "../random.js";
import { confidentLearning } from "./confidentLearning.js";
import { mean } from "./mean.js";

export interface PlantedNoise {
  /** Labels turned round in each draw. */
  planted: number;
  /** Of the planted wrong labels, found among the candidates; mean over draws. */
  recall: number;
  /** Of the candidates, planted; mean over draws. The others are the model's errors, or labels that are wrong already. */
  precision: number;
  /** The same of as many of the first candidates as labels were planted. */
  precisionOfFirst: number;
}

export interface PlantedNoiseOptions {
  /** Of all labels, turned round; in (0, 0.5). */
  share?: number;
  /** Draws of which labels. */
  draws?: number;
  seed: number | string;
}

/**
 * Whether {@link confidentLearning} would find wrong labels in this set with this model: some labels are turned round, and
 * the candidates are held against them. A ceiling for what it finds in truth: the model was not trained on the planted
 * labels, and they lie at random where real ones lie on hard images.
 * @throws RangeError as confidentLearning does, or on a share that turns no label round
 */
export function plantedLabelNoise(
  labels: ArrayLike<number>,
  probs: ArrayLike<number>,
  { share = 0.05, draws = 20, seed }: PlantedNoiseOptions,
): PlantedNoise {
  const planted = Math.round(share * labels.length);
  if (!(share < 0.5) || planted < 1) {
    throw new RangeError(`Expected a share of labels in (0, 0.5), of at least one label. Received: ${share}`);
  }
  const random = createRandom(seed).fork("planted label noise");
  const all = Array.from(labels, (_, i) => i);
  const results = Array.from({ length: draws }, () => {
    const turned = new Set(random.shuffle(all).slice(0, planted));
    const noisy = Uint8Array.from(labels, (label, i) => (turned.has(i) ? 1 - label : label));
    const isPlanted = confidentLearning(noisy, probs).candidates.map(({ image }) => Number(turned.has(image)));
    const first = isPlanted.slice(0, planted);
    return {
      recall: isPlanted.reduce((sum, hit) => sum + hit, 0) / planted,
      precision: isPlanted.length === 0 ? 0 : mean(isPlanted),
      precisionOfFirst: first.length === 0 ? 0 : mean(first),
    };
  });
  return {
    planted,
    recall: mean(results.map(({ recall }) => recall)),
    precision: mean(results.map(({ precision }) => precision)),
    precisionOfFirst: mean(results.map(({ precisionOfFirst }) => precisionOfFirst)),
  };
}
