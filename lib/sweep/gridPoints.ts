import { fromUnit, type Dimension, type ParamValue, type Params, type SearchSpace } from "./searchSpace.js";

/** Every combination of the dimensions' values; the last setting changes fastest. */
export function gridPoints(space: SearchSpace): Params[] {
  return Object.entries(space).reduce<Params[]>(
    (points, [key, dimension]) =>
      points.flatMap((point) => valuesOf(dimension).map((value) => ({ ...point, [key]: value }))),
    [{}],
  );
}

function valuesOf(dimension: Dimension): ParamValue[] {
  if (dimension.kind === "choice") return dimension.values;
  const { kind, low, high, gridPoints: count } = dimension;
  const shares = Array.from({ length: count }, (_, i) => i / (count - 1));
  if (kind !== "integer") return shares.map((share) => fromUnit(dimension, share));
  return [...new Set(shares.map((share) => Math.round(low + share * (high - low))))];
}
