import { normalCdf } from "../metrics/normalDistribution.js";
import type { Random } from "../random.js";
import { fromUnit, mapSpace, samplePoint, toUnit, type ParamValue, type Params } from "./searchSpace.js";
import type { RangeDimension, SearchSpace } from "./searchSpace.js";

/** A trial that has its result. */
export interface Observation {
  params: Params;
  /** Larger is better. */
  value: number;
}

export interface TpeOptions {
  /** Trials drawn at random before the model is asked. */
  startupTrials: number;
  /** Points drawn from the good trials' density, of which the most promising is taken. */
  candidates: number;
}

/** hyperopt's and Optuna's. */
export const tpeDefaults: TpeOptions = { startupTrials: 10, candidates: 24 };

/**
 * The next point by a tree-structured Parzen estimator: the trials so far are divided into a good tenth (25 at most, as
 * Optuna does) and the rest; of candidates drawn from the density of the good ones, the one whose density ratio good /
 * rest is highest in each dimension is tried (Bergstra, Bardenet, Bengio & Kégl 2011, "Algorithms for Hyper-Parameter
 * Optimization"). Dimensions are independent of each other, as in that paper's flat spaces.
 */
export function suggestByTpe(
  space: SearchSpace,
  observations: readonly Observation[],
  random: Random,
  { startupTrials, candidates }: TpeOptions = tpeDefaults,
): Params {
  if (observations.length < startupTrials) return samplePoint(space, random);
  const ranked = [...observations].sort((a, b) => b.value - a.value);
  const goodCount = Math.min(25, Math.ceil(0.1 * ranked.length));
  const [good, rest] = [ranked.slice(0, goodCount), ranked.slice(goodCount)];
  return mapSpace(space, (dimension, key) => {
    const stream = random.fork(key);
    const of = (trials: readonly Observation[]): ParamValue[] => trials.map(({ params }) => params[key]!);
    if (dimension.kind === "choice") {
      const shares = choiceShares(dimension.values, of(good));
      const others = choiceShares(dimension.values, of(rest));
      const drawn = Array.from({ length: candidates }, () => drawIndex(shares, stream));
      return dimension.values[best(drawn, (i) => shares[i]! / others[i]!)]!;
    }
    const density = parzen(dimension, of(good));
    const others = parzen(dimension, of(rest));
    const drawn = Array.from({ length: candidates }, () => density.draw(stream));
    return fromUnit(
      dimension,
      best(drawn, (share) => density.at(share) / others.at(share)),
    );
  });
}

/** How often each value was taken, with one vote for each to begin with. */
function choiceShares(values: readonly ParamValue[], taken: readonly ParamValue[]): number[] {
  const names = taken.map((value) => JSON.stringify(value));
  return values.map((value) => {
    const count = names.filter((name) => name === JSON.stringify(value)).length;
    return (count + 1) / (names.length + values.length);
  });
}

function drawIndex(shares: readonly number[], random: Random): number {
  let left = random.uniform();
  for (const [i, share] of shares.entries()) {
    left -= share;
    if (left < 0) return i;
  }
  return shares.length - 1;
}

interface Density {
  at(share: number): number;
  draw(random: Random): number;
}

/**
 * A mixture on [0, 1] of normals at the trials' values and a broad one for the prior, each cut off at the ends. A normal is
 * as wide as the gap to its farther neighbour, but never narrower than 1 / (100 or the number of trials), as in hyperopt.
 */
function parzen(dimension: RangeDimension, taken: readonly ParamValue[]): Density {
  const shares = taken.map((value) => toUnit(dimension, value as number)).sort((a, b) => a - b);
  const edges = [0, ...shares, 1];
  const narrowest = 1 / Math.min(100, shares.length + 1);
  const kernel = (centre: number, sd: number): { centre: number; sd: number; area: number } => {
    return { centre, sd, area: sd * (normalCdf((1 - centre) / sd) - normalCdf(-centre / sd)) };
  };
  const kernels = shares.map((centre, i) => {
    const gap = Math.max(centre - edges[i]!, edges[i + 2]! - centre);
    return kernel(centre, Math.min(1, Math.max(narrowest, gap)));
  });
  kernels.push(kernel(0.5, 1));
  return {
    at: (share) =>
      kernels.reduce((sum, { centre, sd, area }) => sum + Math.exp(-0.5 * ((share - centre) / sd) ** 2) / area, 0),
    draw: (random) => {
      const { centre, sd } = random.pick(kernels);
      for (;;) {
        const share = centre + sd * random.normal();
        if (share >= 0 && share <= 1) return share;
      }
    },
  };
}

/** The first of the items with the highest score. */
function best<T>(items: readonly T[], scoreOf: (item: T) => number): T {
  const scores = items.map(scoreOf);
  return items[scores.indexOf(Math.max(...scores))]!;
}
