import { logistic } from "../metrics/logistic.js";
import { requireBothClasses } from "../metrics/requireScored.js";
import { solvePositiveDefinite } from "./solvePositiveDefinite.js";

/** log-odds = intercept + weights · x */
export interface LogisticModel {
  intercept: number;
  weights: Float64Array;
}

const mostSteps = 100;
/** What the objective can still fall by, as a share of it: above its rounding, and small enough for one more step to end at 0. */
const convergedShare = 1e-11;

/**
 * Logistic regression with a ridge penalty: minimises the summed log loss + l2 / 2 · |weights|², the intercept free
 * (scikit-learn's LogisticRegression with C = 1 / l2). Newton's method with halved steps, that is iteratively reweighted
 * least squares (Hastie, Tibshirani & Friedman 2009, section 4.4.1); the objective is convex, so there is one answer.
 * @param rows one list of features an image, all of one length; standardise them, since the penalty is one for all
 * @param labels 0 or 1, both classes present
 * @param l2 above 0: without it classes that can be told apart have no answer
 * @throws RangeError on different lengths, one class only, a feature that is not finite, or an l2 that is not above 0
 */
export function fitLogistic(rows: readonly Float64Array[], labels: ArrayLike<number>, l2: number): LogisticModel {
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width)) throw new RangeError("Expected as many features in every row.");
  if (!(l2 > 0 && l2 < Infinity)) throw new RangeError(`Expected an l2 above 0. Received: ${l2}`);
  const sums = rows.map((row) => row.reduce((sum, value) => sum + value, 0));
  const positives = requireBothClasses(labels, sums); // and that no sum is NaN or infinite
  let at = new Float64Array(width + 1); // the intercept, then the weights
  at[0] = Math.log(positives / (labels.length - positives));
  let lowest = objective(rows, labels, l2, at);
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, hessian } = derivatives(rows, labels, l2, at);
    const move = solvePositiveDefinite(hessian, gradient);
    const decrement = gradient.reduce((sum, slope, k) => sum + slope * move[k]!, 0);
    if (decrement <= convergedShare * (1 + lowest)) {
      const end = at.map((coefficient, k) => coefficient - move[k]!);
      return { intercept: end[0]!, weights: end.subarray(1) };
    }
    let share = 1;
    let next: typeof at;
    let value: number;
    do {
      next = at.map((coefficient, k) => coefficient - share * move[k]!);
      value = objective(rows, labels, l2, next);
      share /= 2;
    } while (value > lowest && share > 1e-10);
    [at, lowest] = [next, value];
  }
  throw new RangeError(`Expected features on which Newton's method settles. Received: none after ${mostSteps} steps`);
}

/** @returns log-odds of class 1 */
export function logOdds({ intercept, weights }: LogisticModel, row: ArrayLike<number>): number {
  let sum = intercept;
  for (let k = 0; k < weights.length; k++) sum += weights[k]! * row[k]!;
  return sum;
}

function objective(rows: readonly Float64Array[], labels: ArrayLike<number>, l2: number, at: Float64Array): number {
  const model = { intercept: at[0]!, weights: at.subarray(1) };
  let sum = (l2 / 2) * model.weights.reduce((squares, weight) => squares + weight * weight, 0);
  rows.forEach((row, i) => {
    const z = logOdds(model, row);
    sum += Math.max(z, 0) - labels[i]! * z + Math.log1p(Math.exp(-Math.abs(z))); // log loss, without overflow
  });
  return sum;
}

/** @returns gradient [1 + width] and the lower triangle of the Hessian [1 + width, 1 + width] */
function derivatives(
  rows: readonly Float64Array[],
  labels: ArrayLike<number>,
  l2: number,
  at: Float64Array,
): { gradient: Float64Array; hessian: Float64Array } {
  const size = at.length;
  const model = { intercept: at[0]!, weights: at.subarray(1) };
  const gradient = at.map((coefficient, k) => (k === 0 ? 0 : l2 * coefficient));
  const hessian = new Float64Array(size * size);
  for (let k = 1; k < size; k++) hessian[k * size + k] = l2;
  const withOne = new Float64Array(size).fill(1);
  rows.forEach((row, i) => {
    withOne.set(row, 1);
    const prob = logistic(logOdds(model, row));
    const curvature = prob * (1 - prob);
    for (let j = 0; j < size; j++) {
      gradient[j]! += (prob - labels[i]!) * withOne[j]!;
      const weighted = curvature * withOne[j]!;
      for (let k = 0; k <= j; k++) hessian[j * size + k]! += weighted * withOne[k]!;
    }
  });
  return { gradient, hessian };
}
