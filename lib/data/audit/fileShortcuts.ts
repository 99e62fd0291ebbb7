import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { dataConfigSchema } from "../config.js";
import { inspectAll, type InspectOptions } from "../inspectAll.js";
import { filesInFlight, mapConcurrently } from "../mapConcurrently.js";
import { standardize } from "../standardize.js";
import { UserError } from "../../userError.js";
import type { Radiograph } from "../types.js";
import { pictureFacts } from "./pictureFacts.js";
import { shortcutsOf, type Shortcut } from "./shortcuts.js";
import { alignmentSide } from "./sizes.js";

/**
 * The audit's shortcut candidates of some images of a set, without its search for copies: chance deals labels to all images
 * of a group that share one, so that a patient's many images count once.
 * @throws UserError when a file is gone or broken since the set was read
 */
export async function fileShortcuts(
  root: string,
  radiographs: readonly Radiograph[],
  options: InspectOptions,
): Promise<Shortcut[]> {
  const { maxPixels, signal, onProgress } = options;
  const paths = radiographs.map(({ path }) => path);
  const inspections = await inspectAll(root, paths, { ...options, onProgress: undefined });
  const { intensityPercentiles } = dataConfigSchema.parse({}); // as the audit looks at them, whatever the run did
  const look = { imageSize: alignmentSide, maxPixels, intensityPercentiles };
  const files = await mapConcurrently(
    radiographs,
    async (radiograph, i) => {
      const inspection = inspections[i]!;
      const path = join(root, radiograph.path);
      if (!inspection.ok) {
        throw new UserError(`Expected ${path} as the set was read. Received: ${inspection.detail}. Put it back.`);
      }
      const pixels = await standardize(await readFile(path), look);
      const { wasTurned, hasExif } = inspection;
      const unit = `${radiograph.group}/${radiograph.label}`;
      return { ...radiograph, ...pictureFacts(pixels, radiograph), wasTurned, hasExif, radiograph: unit };
    },
    { concurrency: filesInFlight, onProgress, signal },
  );
  return shortcutsOf(files);
}
