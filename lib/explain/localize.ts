import type { Dataset } from "../data/types.js";
import type { BootstrapOptions } from "../metrics/groupBootstrap.js";
import { localizationScores, type LocalizationScores } from "../metrics/localizationScores.js";
import { summarizeLocalization, type LocalizationSummary } from "../metrics/summarizeLocalization.js";
import { baselineMaps } from "./baselineMaps.js";

export interface Localization {
  /** Images with a known region; the others are left out. */
  n: number;
  groups: number;
  /** Mean share of the image that the region takes: what the random baseline scores; NaN without images. */
  regionArea: number;
  /** Given methods first, then the baselines random, centre and brightness; none without images. */
  methods: LocalizationSummary[];
}

/**
 * Whether maps show where the fracture is, beside maps that know nothing; differences are to the centre baseline.
 * @param maps by method, [n, imageSize, imageSize], as explainers return them for this data set
 * @param regions [n][imageSize²], as boxRegions or maskRegions give them
 */
export function localize(
  dataset: Dataset,
  maps: Readonly<Record<string, Float32Array>>,
  regions: readonly Uint8Array[],
  options: BootstrapOptions,
): Localization {
  const area = dataset.imageSize ** 2;
  const known = regions.flatMap((inside, i) => (inside.some((value) => value !== 0) ? [{ inside, i }] : []));
  if (known.length === 0) return { n: 0, groups: 0, regionArea: NaN, methods: [] };
  const scores = Object.entries({ ...maps, ...baselineMaps(dataset) }).map(
    ([method, heat]): [string, LocalizationScores[]] => [
      method,
      known.map(({ inside, i }) => localizationScores(heat.subarray(i * area, (i + 1) * area), inside)),
    ],
  );
  const groups = known.map(({ i }) => dataset.radiographs[i]!.group);
  const insideShare = known.map(({ inside }) => inside.reduce((sum, value) => sum + value, 0) / area);
  return {
    n: known.length,
    groups: new Set(groups).size,
    regionArea: insideShare.reduce((sum, value) => sum + value, 0) / known.length,
    methods: summarizeLocalization(Object.fromEntries(scores), { ...options, groups, reference: "centre" }),
  };
}
