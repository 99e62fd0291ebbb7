import type { Radiograph } from "../types.js";
import type { CopyFile } from "./copiesTruth.js";

/** How much of a test set training has seen. */
export interface SeenInTraining {
  images: number;
  /** Test images that are byte for byte a training image. */
  sameBytes: number;
  /** Test images that show a radiograph of which training has a file; those of the same bytes are among them. */
  sameRadiograph: number;
}

/** @param truth of the set that both are part of @throws RangeError when an image is not in the truth */
export function seenInTraining(
  truth: readonly CopyFile[],
  { train, test }: Record<"train" | "test", { readonly radiographs: readonly Pick<Radiograph, "path" | "sha256">[] }>,
): SeenInTraining {
  const radiographByPath = new Map(truth.map(({ path, radiograph }) => [path, radiograph]));
  const shownBy = ({ path }: { path: string }): string => {
    const shown = radiographByPath.get(path);
    if (shown === undefined) throw new RangeError(`Expected images of the set. Received: ${path}`);
    return shown;
  };
  const contents = new Set(train.radiographs.map(({ sha256 }) => sha256));
  const shown = new Set(train.radiographs.map(shownBy));
  return {
    images: test.radiographs.length,
    sameBytes: test.radiographs.filter(({ sha256 }) => contents.has(sha256)).length,
    sameRadiograph: test.radiographs.filter((radiograph) => shown.has(shownBy(radiograph))).length,
  };
}
