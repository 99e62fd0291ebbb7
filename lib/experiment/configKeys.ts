import { distance } from "fastest-levenshtein";
import { z } from "zod";

/** Every setting of a schema by its dotted name: "training.schedule.kind". */
export function configKeys(schema: z.ZodObject<Record<string, z.core.$ZodType>>): string[] {
  return Object.entries(schema.shape).flatMap(([key, value]) => {
    const inner = unwrap(value);
    return inner instanceof z.ZodObject
      ? configKeys(inner as z.ZodObject<Record<string, z.core.$ZodType>>).map((below) => `${key}.${below}`)
      : [key];
  });
}

/** The known key that takes the fewest edits; a key given without its section ("dropout") is compared without it too. */
export function nearestKey(key: string, known: readonly string[]): string {
  const cost = (candidate: string): number =>
    Math.min(distance(key, candidate), distance(lastPart(key), lastPart(candidate)) + (key.includes(".") ? 2 : 0));
  return [...known].sort((a, b) => cost(a) - cost(b) || (a < b ? -1 : 1))[0]!;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault || inner instanceof z.ZodOptional) {
    inner = inner.unwrap();
  }
  return inner;
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf(".") + 1);
}
