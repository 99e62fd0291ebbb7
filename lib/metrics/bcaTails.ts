import { normalCdf, normalQuantile } from "./normalDistribution.js";

/**
 * Which shares of the resampled values bound a bias-corrected and accelerated interval (Efron 1987,
 * doi:10.1080/01621459.1987.10478410; Efron & Tibshirani 1993, section 14.3). Values equal to the estimate count half, as
 * statistics on few images tie.
 * @param estimate of all images
 * @param resampled of the bootstrap resamples
 * @param jackknife of all images without each group in turn
 * @param confidence in (0, 1)
 * @returns two shares in [0, 1]; undefined when under 5 % of the resampled values lie on one side of the estimate: so much
 *   bias is not corrected but made up (a calibration error, to which every resample adds)
 */
export function bcaTails(
  estimate: number,
  resampled: Float64Array,
  jackknife: Float64Array,
  confidence: number,
): [low: number, high: number] | undefined {
  let below = 0;
  for (const value of resampled) below += value < estimate ? 1 : value === estimate ? 0.5 : 0;
  const shareBelow = below / resampled.length;
  if (!(shareBelow >= 0.05 && shareBelow <= 0.95)) return undefined; // NaN, when there is none, too
  const bias = normalQuantile(shareBelow);
  const speed = acceleration(jackknife);
  const share = (z: number): number => normalCdf(bias + (bias + z) / (1 - speed * (bias + z)));
  const z = normalQuantile((1 + confidence) / 2);
  return [share(-z), share(z)];
}

/** How fast the standard error changes with the statistic; 0 when no group makes a difference. */
function acceleration(jackknife: Float64Array): number {
  const mean = jackknife.reduce((sum, value) => sum + value, 0) / jackknife.length;
  let [squares, cubes] = [0, 0];
  for (const value of jackknife) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}
