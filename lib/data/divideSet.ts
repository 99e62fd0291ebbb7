import { UserError } from "../userError.js";
import type { DataConfig } from "./config.js";
import { findLeaks } from "./findLeaks.js";
import { limitParts } from "./limitParts.js";
import { comesSplit, splitAsSource, splitByGroup, splitByImage, withClasses, type Parts } from "./split.js";
import { describeLeaks, recordSplit, refuseLeaks, type SplitRecord } from "./splitRecord.js";
import type { Manifest } from "./types.js";

type SplitConfig = Pick<DataConfig, "splitBy" | "split" | "splitSeed" | "allowLeak" | "limit">;

/**
 * Divides a set as its config asks. No group crosses, unless the config allows it.
 * @param onWarning told when the source's own split leaks and is given up
 * @throws UserError when a group would cross, a part lacks a class, or the source has no split of its own to keep
 */
export function divideSet(
  manifest: Manifest,
  config: SplitConfig,
  onWarning?: (message: string) => void,
): { parts: Parts; record: SplitRecord } {
  const options = { shares: config.split, seed: config.splitSeed };
  const by = kindOf(manifest, config);
  if (by === "group" && findLeaks(manifest).length > 0) {
    onWarning?.(`the source's own split has ${describeLeaks(findLeaks(manifest))}; the set is split anew by group.`);
  }
  const divideBy = { group: splitByGroup, source: splitAsSource, image: splitByImage }[by];
  const parts = withClasses(manifest, limitParts(divideBy(manifest, options), config.limit, config.splitSeed));
  const record = recordSplit(parts, by, config);
  if (!config.allowLeak) refuseLeaks(record);
  return { parts, record };
}

function kindOf(manifest: Manifest, { splitBy, allowLeak }: SplitConfig): "group" | "source" | "image" {
  const hasOwn = comesSplit(manifest);
  if (splitBy === "source" && !hasOwn) {
    const without = manifest.radiographs.filter(({ split }) => split === undefined).length;
    throw new UserError(
      `data.splitBy=source: expected a source whose images all come in splits, train among them. Received: ` +
        `${manifest.source} with ${without} of ${manifest.radiographs.length} images in none. Use data.splitBy=group.`,
      2,
    );
  }
  if (splitBy === "group" && hasOwn && (allowLeak || findLeaks(manifest).length === 0)) return "source";
  return splitBy;
}
