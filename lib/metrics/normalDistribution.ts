/**
 * Chance that a standard normal deviate lies below x. Series of Marsaglia 2004 (doi:10.18637/jss.v011.i04) near the
 * middle, Laplace's continued fraction in the tails, so that a p-value of 1e-30 keeps its digits.
 */
export function normalCdf(x: number): number {
  if (Math.abs(x) <= 3) return 0.5 + density(x) * oddSeries(x);
  const tail = density(x) / millsDenominator(Math.abs(x));
  return x < 0 ? tail : 1 - tail;
}

/** Two-sided p-value of a standard normal test statistic; NaN for NaN. */
export function twoSidedP(z: number): number {
  return 2 * normalCdf(-Math.abs(z));
}

/**
 * The deviate below which a share of the standard normal lies: rational start (Abramowitz & Stegun 26.2.23, to 4.5e-4),
 * then Newton's method on {@link normalCdf}.
 * @param share in [0, 1]; 0 and 1 give -Infinity and Infinity
 * @throws RangeError on a share outside [0, 1]
 */
export function normalQuantile(share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`Expected a share in [0, 1]. Received: ${share}`);
  if (share === 0) return -Infinity;
  if (share > 0.5) return 0 - normalQuantile(1 - share); // the lower tail holds more digits; 0 - x keeps -0 away
  const t = Math.sqrt(-2 * Math.log(share));
  let x = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let step = 0; step < 3; step++) x -= (normalCdf(x) - share) / density(x);
  return x;
}

function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** x + x^3/3 + x^5/(3*5) + x^7/(3*5*7) + … */
function oddSeries(x: number): number {
  let [sum, term] = [x, x];
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return sum;
}

/** x + 1/(x + 2/(x + 3/(x + …))), for x of 3 and above. */
function millsDenominator(x: number): number {
  let value = x;
  for (let k = 100; k >= 1; k--) value = x + k / value;
  return value;
}
