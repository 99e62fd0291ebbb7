import { groupBootstrap, type BootstrapOptions } from "./groupBootstrap.js";
import { localizationNames, type LocalizationName, type LocalizationScores } from "./localizationScores.js";
import type { Estimate } from "./summarize.js";

/** One method's means over images. */
export interface LocalizationSummary {
  method: string;
  means: Record<LocalizationName, Estimate>;
  /** Mean difference to the reference on the same images; not there for the reference itself. */
  aboveReference?: Record<LocalizationName, Estimate>;
}

export interface LocalizationOptions extends BootstrapOptions {
  /** One name an image: images of one patient are drawn together. */
  groups: readonly string[];
  /** The method that the others are compared with: a baseline that looks at no pixel. */
  reference: string;
}

/**
 * Means and paired differences with group-bootstrap intervals, all from the same draws.
 * @param scores by method, one entry an image in the order of `groups`
 * @throws RangeError when the reference is not among the methods, or a method has not one entry an image
 */
export function summarizeLocalization(
  scores: Readonly<Record<string, readonly LocalizationScores[]>>,
  options: LocalizationOptions,
): LocalizationSummary[] {
  const { groups, reference } = options;
  const compared = scores[reference];
  if (!compared) throw new RangeError(`Expected the reference among the methods. Received: ${reference}`);
  for (const [method, entries] of Object.entries(scores)) {
    if (entries.length !== groups.length) {
      throw new RangeError(
        `Expected one entry an image. Received: ${entries.length} of ${method} for ${groups.length} images`,
      );
    }
  }
  const columns = Object.entries(scores).flatMap(([method, entries]) =>
    localizationNames.flatMap((name) => [
      { method, name, isDifference: false, values: entries.map((entry) => entry[name]) },
      { method, name, isDifference: true, values: entries.map((entry, i) => entry[name] - compared[i]![name]) },
    ]),
  );
  const all = Uint32Array.from(groups, (_, i) => i);
  const means = (images: Uint32Array): number[] => columns.map(({ values }) => mean(values, images));
  const intervals = groupBootstrap(groups, means, options);
  const estimates = means(all).map((value, k): Estimate => {
    const { low, high } = intervals[k]!;
    return { value, low, high };
  });
  const ofMethod = (method: string, isDifference: boolean): Record<LocalizationName, Estimate> =>
    Object.fromEntries(
      columns.flatMap((column, k) =>
        column.method === method && column.isDifference === isDifference ? [[column.name, estimates[k]!]] : [],
      ),
    ) as Record<LocalizationName, Estimate>;
  return Object.keys(scores).map((method) => ({
    method,
    means: ofMethod(method, false),
    ...(method !== reference && { aboveReference: ofMethod(method, true) }),
  }));
}

function mean(values: readonly number[], images: Uint32Array): number {
  let total = 0;
  for (const i of images) total += values[i]!;
  return total / images.length;
}
