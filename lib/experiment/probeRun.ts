import { openSource } from "../data/openSource.js";
import { standardizeSet, type PrepareOptions } from "../data/prepareData.js";
import { shortcutProbes, type ShortcutProbes } from "../explain/shortcutProbes.js";
import { UserError } from "../userError.js";
import type { DataConfig } from "../data/config.js";
import { judgedImages } from "./judgedImages.js";
import type { OpenedRun } from "./savedRun.js";

/**
 * Measures on a run's own test images whether it leans on shortcuts.
 * @param data where the images are now
 * @throws UserError when these are not the images that the run was trained on
 */
export async function probeRun(run: OpenedRun, data: DataConfig, options: PrepareOptions): Promise<ShortcutProbes> {
  const { saved, network } = run;
  const { onProgress, signal } = options;
  const source = openSource(data, options);
  const manifest = await source.manifest((done, total) => onProgress?.("reading", done, total), signal);
  const { radiographs, isOwnData, missing } = judgedImages(run, manifest, data, "test");
  if (!isOwnData || missing > 0) {
    throw new UserError(
      `probe: expected the images that the run was trained on, of ${saved.config.data.source}. Received: ${isOwnData ? `all but ${missing} of its test images` : "other images"}. ` +
        "Say where they lie: --data-dir DIR.",
    );
  }
  const test = await standardizeSet({ ...manifest, radiographs }, saved.config.data, options);
  const { resamples, confidence } = saved.config.evaluation;
  return shortcutProbes(network, test, {
    seed: saved.config.seed,
    resamples,
    confidence,
    signal,
    onProgress: (done, total) => onProgress?.("probing", done, total),
  });
}
