import { logistic } from "./logistic.js";

/** Probability = logistic(logit / temperature): above 1 it makes a network less sure of itself. */
export interface TemperatureCalibration {
  kind: "temperature";
  temperature: number;
}

/** Probability = logistic(slope * logit + intercept). */
export interface PlattCalibration {
  kind: "platt";
  /** Above 0: below 1 it makes a network less sure of itself. */
  slope: number;
  /** Below 0 it makes fractures rarer. */
  intercept: number;
}

/** Straight lines between knots, level beyond them. */
export interface IsotonicCalibration {
  kind: "isotonic";
  /** Rising. */
  logits: number[];
  /** One a logit, in [0, 1], never falling. */
  probs: number[];
}

/** Plain data, so that a run can save what it fitted. */
export type Calibration = PlattCalibration | TemperatureCalibration | IsotonicCalibration;

/**
 * Logits of any images -> probabilities, by a calibration fitted on others.
 * @returns in [0, 1], in the order of the logits; never falling in the logit
 */
export function calibrate(calibration: Calibration, logits: ArrayLike<number>): Float64Array {
  switch (calibration.kind) {
    case "platt":
      return Float64Array.from(logits, (logit) => logistic(calibration.slope * logit + calibration.intercept));
    case "temperature":
      return Float64Array.from(logits, (logit) => logistic(logit / calibration.temperature));
    case "isotonic":
      return Float64Array.from(logits, (logit) => interpolate(calibration, logit));
  }
}

/** Between the knots as scikit-learn's IsotonicRegression(out_of_bounds="clip") does. */
function interpolate({ logits, probs }: IsotonicCalibration, logit: number): number {
  let [low, high] = [0, logits.length - 1];
  if (logit <= logits[low]!) return probs[low]!;
  if (logit >= logits[high]!) return probs[high]!;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (logits[middle]! <= logit) low = middle;
    else high = middle;
  }
  const share = (logit - logits[low]!) / (logits[high]! - logits[low]!);
  return probs[low]! + share * (probs[high]! - probs[low]!);
}
