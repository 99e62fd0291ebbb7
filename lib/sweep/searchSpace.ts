import { z } from "zod";
import type { Random } from "../random.js";

const choiceSchema = z.strictObject({
  kind: z.literal("choice"),
  /** What the setting may be: numbers, texts, lists of them. */
  values: z.array(z.json()).min(1),
});

const rangeSchema = z
  .strictObject({
    kind: z.enum(["uniform", "logUniform", "integer"]),
    low: z.number(),
    high: z.number(),
    /** How many values a grid takes of it, evenly over the scale, with both ends. */
    gridPoints: z.int().min(2).default(3),
  })
  .refine(({ low, high }) => low < high, { path: ["high"], error: "expected high above low" })
  .refine(({ kind, low }) => kind !== "logUniform" || low > 0, { path: ["low"], error: "expected low above 0" })
  .refine(({ kind, low, high }) => kind !== "integer" || (Number.isInteger(low) && Number.isInteger(high)), {
    path: ["low"],
    error: "expected whole bounds",
  });

/** The values that one setting may take. */
export const dimensionSchema = z.union([choiceSchema, rangeSchema]);
/** Settings by their dotted names, as on the command line. */
export const searchSpaceSchema = z.record(z.string(), dimensionSchema);

export type Dimension = z.infer<typeof dimensionSchema>;
export type RangeDimension = z.infer<typeof rangeSchema>;
export type SearchSpace = z.infer<typeof searchSpaceSchema>;
export type ParamValue = z.infer<ReturnType<typeof z.json>>;
/** One point of a space. */
export type Params = Record<string, ParamValue>;

/** One of the values, each as likely as another. */
export function choice(values: ParamValue[]): Dimension {
  return dimensionSchema.parse({ kind: "choice", values });
}

/** Evenly between two bounds. */
export function uniform(low: number, high: number, gridPoints?: number): Dimension {
  return dimensionSchema.parse({ kind: "uniform", low, high, gridPoints });
}

/** Evenly between the logarithms of two bounds above 0: rates, decays. */
export function logUniform(low: number, high: number, gridPoints?: number): Dimension {
  return dimensionSchema.parse({ kind: "logUniform", low, high, gridPoints });
}

/** A whole number, both bounds included. */
export function integer(low: number, high: number, gridPoints?: number): Dimension {
  return dimensionSchema.parse({ kind: "integer", low, high, gridPoints });
}

/** One point, each setting drawn from a stream of its own. */
export function samplePoint(space: SearchSpace, random: Random): Params {
  return mapSpace(space, (dimension, key) => {
    const stream = random.fork(key);
    return dimension.kind === "choice" ? stream.pick(dimension.values) : fromUnit(dimension, stream.uniform());
  });
}

/** @param share in [0, 1] along the dimension's own scale */
export function fromUnit({ kind, low, high }: RangeDimension, share: number): number {
  if (kind === "integer") return Math.min(high, low + Math.floor(share * (high - low + 1)));
  if (kind === "uniform") return low + share * (high - low);
  return Math.min(high, Math.max(low, Math.exp(Math.log(low) + share * Math.log(high / low))));
}

/** The reverse of fromUnit; a whole number is the middle of its share. */
export function toUnit({ kind, low, high }: RangeDimension, value: number): number {
  if (kind === "integer") return (value - low + 0.5) / (high - low + 1);
  if (kind === "uniform") return (value - low) / (high - low);
  return Math.log(value / low) / Math.log(high / low);
}

export function mapSpace(space: SearchSpace, valueOf: (dimension: Dimension, key: string) => ParamValue): Params {
  return Object.fromEntries(Object.entries(space).map(([key, dimension]) => [key, valueOf(dimension, key)]));
}
