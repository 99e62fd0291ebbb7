import { hottestShare } from "./hottestShare.js";

/** How well one map finds one region; a flat map scores in each what chance would. */
export interface LocalizationScores {
  /** 1 when the hottest pixel lies inside, else 0; of several equally hot ones, the share inside. */
  pointing: number;
  /** Share of the heat that lies inside. */
  energy: number;
  /** Overlap with the hottest pixels: intersection over union. */
  iou: number;
}

export type LocalizationName = keyof LocalizationScores;
export const localizationNames: readonly LocalizationName[] = ["pointing", "energy", "iou"];

/** What "the hottest pixels" means for `iou` unless said otherwise: about the area of a fracture's box. */
const usualHottestArea = 0.05;

/**
 * The pointing game (Zhang et al. 2018, doi:10.1007/s11263-017-1059-x, here without its 15 pixels of tolerance), the
 * energy-based pointing game (Wang et al. 2020, doi:10.1109/CVPRW50498.2020.00020) and IoU at a fixed area.
 * @param heat [pixels], not below 0
 * @param inside [pixels]: not 0 inside the region, which is not empty
 * @param hottestArea share of the pixels compared by IoU, in (0, 1]
 * @throws RangeError on different lengths, an empty region, or heat below 0 or not finite
 */
export function localizationScores(
  heat: Float32Array,
  inside: Uint8Array,
  hottestArea: number = usualHottestArea,
): LocalizationScores {
  requireMap(heat, inside);
  const hottest = hottestShare(heat, hottestArea * heat.length);
  const top = hottestShare(heat, 1);
  let [pointing, insideHeat, totalHeat, overlap, area] = [0, 0, 0, 0, 0];
  for (let p = 0; p < heat.length; p++) {
    totalHeat += heat[p]!;
    if (!inside[p]) continue;
    area += 1;
    pointing += top[p]!;
    insideHeat += heat[p]!;
    overlap += hottest[p]!;
  }
  return {
    pointing,
    energy: totalHeat === 0 ? area / heat.length : insideHeat / totalHeat, // no heat at all says as little as even heat
    iou: overlap / (hottestArea * heat.length + area - overlap),
  };
}

function requireMap(heat: Float32Array, inside: Uint8Array): void {
  if (heat.length !== inside.length || !inside.some((value) => value !== 0)) {
    throw new RangeError(
      `Expected a region that is not empty, as large as the map. Received: ${inside.length} pixels for ${heat.length}`,
    );
  }
  const bad = heat.find((value) => !(value >= 0 && value < Infinity));
  if (bad !== undefined) throw new RangeError(`Expected heat of 0 or more. Received: ${bad}`);
}
