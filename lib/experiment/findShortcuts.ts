import { fileShortcuts } from "../data/audit/fileShortcuts.js";
import type { Shortcut } from "../data/audit/shortcuts.js";
import { openSource } from "../data/openSource.js";
import { standardizeSet, type PrepareOptions } from "../data/prepareData.js";
import { shortcutProbes, type ShortcutProbes } from "../explain/shortcutProbes.js";
import { UserError } from "../userError.js";
import type { DataConfig } from "../data/config.js";
import { judgedImages } from "./judgedImages.js";
import type { OpenedRun } from "./savedRun.js";

export interface ShortcutFindings {
  /** What the network still knows of its test images when parts of them are gone. */
  probes: ShortcutProbes;
  /** What of its training images, other than how the bone looks, goes with the class. */
  files: { images: number; properties: Shortcut[] };
}

/**
 * Measures on a run's own images whether shortcuts were there to be learnt, and whether it leans on any.
 * @param data where the images are now
 * @throws UserError when these are not the images that the run was trained on
 */
export async function findShortcuts(
  run: OpenedRun,
  data: DataConfig,
  options: PrepareOptions,
): Promise<ShortcutFindings> {
  const { saved, network } = run;
  const { onProgress, signal } = options;
  const source = openSource(data, options);
  const manifest = await source.manifest((done, total) => onProgress?.("reading", done, total), signal);
  const [test, train] = (["test", "train"] as const).map((part) => judgedImages(run, manifest, data, part));
  const missing = test!.missing + train!.missing;
  if (!test!.isOwnData || missing > 0) {
    throw new UserError(
      `shortcuts: expected the images that the run was trained on, of ${saved.config.data.source}. Received: ${test!.isOwnData ? `all but ${missing} of its training and test images` : "other images"}. ` +
        "Say where they lie: --data-dir DIR.",
    );
  }
  const { resamples, confidence } = saved.config.evaluation;
  const dataset = await standardizeSet({ ...manifest, radiographs: test!.radiographs }, saved.config.data, options);
  const probes = await shortcutProbes(network, dataset, {
    seed: saved.config.seed,
    resamples,
    confidence,
    signal,
    onProgress: (done, total) => onProgress?.("probing", done, total),
  });
  const properties = await fileShortcuts(manifest.root, train!.radiographs, {
    cacheDir: options.cacheDir,
    maxPixels: saved.config.data.maxPixels,
    onProgress: (done, total) => onProgress?.("looking at files", done, total),
    signal,
  });
  return { probes, files: { images: train!.radiographs.length, properties } };
}
