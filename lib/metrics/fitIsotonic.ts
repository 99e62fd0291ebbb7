import type { IsotonicCalibration } from "./calibrate.js";
import { requireBothClasses } from "./requireScored.js";

/** Images of neighbouring logits that share a probability. */
interface Block {
  first: number;
  last: number;
  positives: number;
  n: number;
}

/**
 * The never-falling curve from logit to probability that is nearest to the labels by squares, by pooling adjacent
 * violators, O(n log n) (Ayer et al. 1955, doi:10.1214/aoms/1177728423; as calibration Zadrozny & Elkan 2002,
 * doi:10.1145/775047.775151). Fit it on validation images. It mends any monotone distortion, but makes ties, gives
 * probabilities of exactly 0 and 1 at the ends, and overfits below some 1,000 images (Niculescu-Mizil & Caruana 2005,
 * doi:10.1145/1102351.1102430), where a temperature does better.
 * @param labels 0 or 1, length n, both classes present
 * @param logits finite, length n; any monotone score will do
 * @throws RangeError on different lengths, one class only, or a logit that is not finite
 */
export function fitIsotonic(labels: ArrayLike<number>, logits: ArrayLike<number>): IsotonicCalibration {
  requireBothClasses(labels, logits);
  const order = Array.from(logits, (_, i) => i).sort((a, b) => logits[a]! - logits[b]!);
  const blocks: Block[] = [];
  for (const i of order) {
    const [logit, label] = [logits[i]!, labels[i]!];
    const last = blocks.at(-1);
    if (last?.first === logit) {
      last.positives += label; // equal logits stay together
      last.n++;
    } else blocks.push({ first: logit, last: logit, positives: label, n: 1 });
  }
  const pooled: Block[] = [];
  for (const block of blocks) {
    let current = block;
    // Cross-multiplied, so that equal shares compare as equal; they are pooled too, which changes no probability.
    for (let before = pooled.at(-1); before && before.positives * current.n >= current.positives * before.n;) {
      const { positives, n } = before;
      current = { ...current, first: before.first, positives: positives + current.positives, n: n + current.n };
      pooled.pop();
      before = pooled.at(-1);
    }
    pooled.push(current);
  }
  const knots = pooled.flatMap(({ first, last, positives, n }) =>
    (first === last ? [first] : [first, last]).map((logit) => ({ logit, prob: positives / n })),
  );
  return { kind: "isotonic", logits: knots.map(({ logit }) => logit), probs: knots.map(({ prob }) => prob) };
}
