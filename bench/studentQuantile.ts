/**
 * Quantile of Student's t distribution, by bisection of its distribution function.
 * @param share in (0.5, 1): the upper half is all that intervals need
 * @param degrees of freedom, a positive whole number
 */
export function studentQuantile(share: number, degrees: number): number {
  if (!(share > 0.5 && share < 1)) throw new RangeError(`Expected a share between 0.5 and 1. Received: ${share}`);
  if (!Number.isInteger(degrees) || degrees < 1) {
    throw new RangeError(`Expected a positive whole number of degrees of freedom. Received: ${degrees}`);
  }
  let [low, high] = [0, 1];
  while (studentCdf(high, degrees) < share) high *= 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (studentCdf(middle, degrees) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(T <= t) for t >= 0: the finite series for whole degrees of freedom (Abramowitz & Stegun 1964, 26.7.3 and 26.7.4). */
function studentCdf(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? sin * cos : sin;
  let series = degrees === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < degrees - 1; k += 2) {
    term *= ((k - 1) / k) * cos ** 2;
    series += term;
  }
  const within = isOdd ? (2 / Math.PI) * (angle + series) : series; // P(-t < T < t)
  return (1 + within) / 2;
}
