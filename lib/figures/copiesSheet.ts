import type { Dataset, Radiograph } from "../data/types.js";
import { createRandom } from "../random.js";
import type { Figure } from "./figure.js";
import { datasetImage, type GridImage } from "./greyImage.js";
import { radiographGrid } from "./radiographGrid.js";

export interface CopiesSheetOptions {
  /** Which radiograph each file shows, where that is known; else images of one group are taken for copies. */
  truth?: readonly { path: string; radiograph: string }[];
  /** Test images, a column each. */
  count?: number;
  /** Training images under each. */
  copiesEach?: number;
  seed: number;
}

/** Some test images drawn at random in the first row, and under them other contents of the same radiograph in training. */
export function copiesSheet(
  { train, test }: Record<"train" | "test", Dataset>,
  { truth = [], count = 6, copiesEach = 2, seed }: CopiesSheetOptions,
): Promise<Figure> {
  const radiographByPath = new Map(truth.map(({ path, radiograph }) => [path, radiograph]));
  const shownBy = ({ path, group }: Radiograph): string => radiographByPath.get(path) ?? group;
  const copiesOf = (i: number): number[] => {
    const image = test.radiographs[i]!;
    const others = new Map<string, number>();
    train.radiographs.forEach((other, row) => {
      if (shownBy(other) === shownBy(image) && other.sha256 !== image.sha256) others.set(other.sha256, row);
    });
    return [...others.values()];
  };
  const withCopies = Array.from(test.labels.keys()).filter((i) => copiesOf(i).length > 0);
  const drawn = createRandom(seed).shuffle(withCopies).slice(0, count);
  const below = drawn.map((i) => createRandom(seed).fork(i).shuffle(copiesOf(i)).slice(0, copiesEach));
  const rows = Array.from({ length: copiesEach }, (_, k) =>
    below.map((copies): GridImage | undefined => {
      const row = copies[k];
      return row === undefined ? undefined : datasetImage(train, row, "in training");
    }),
  );
  return radiographGrid([...drawn.map((i) => datasetImage(test, i, "test")), ...rows.flat()], {
    title: "Test images and their copies in training",
    subtitle: `${withCopies.length} of ${test.labels.length} test images have such copies`,
    columns: Math.max(1, drawn.length),
    emptyNote: "No test image has a copy in training.",
  });
}
