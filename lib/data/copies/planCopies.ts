import { createRandom } from "../../random.js";
import { UserError } from "../../userError.js";
import type { Radiograph } from "../types.js";
import { chainNames, type ChainName } from "./makeCopy.js";

/** How many copies of what. */
export interface CopiesRecipe {
  /** Different contents of one radiograph: the file as it came, and copies, their chains taking turns. */
  contentsEach: number;
  /** Files of one radiograph; those beyond its contents are byte for byte one of them. */
  filesEach: number;
  /** Share of the files whose name claims another format than they have. */
  lyingShare: number;
  seed: number | string;
  /** What copies go through; all chains when left out. */
  chains?: readonly ChainName[];
  /** Only the first so many radiographs are copied, the others come as one file; all when left out. */
  copied?: number;
}

/** One content, and the files that are to hold it. */
export interface PlannedContent {
  chain: ChainName | "original";
  /** `number.ending`; numbers are drawn over the whole set, so that neighbours have nothing in common. */
  names: string[];
}

/**
 * Which files a set of copies will have; the draws depend on contents and recipe alone.
 * @returns the contents of each radiograph
 * @throws UserError on a recipe that cannot be
 */
export function planCopies(
  originals: readonly Pick<Radiograph, "sha256" | "format">[],
  { contentsEach, filesEach, lyingShare, seed, chains = chainNames, copied = originals.length }: CopiesRecipe,
): PlannedContent[][] {
  if (!Number.isInteger(contentsEach) || contentsEach < 1 || !Number.isInteger(filesEach) || filesEach < contentsEach) {
    throw new UserError(
      "copies: expected whole numbers with 1 <= contentsEach <= filesEach. " +
        `Received: contentsEach=${contentsEach}, filesEach=${filesEach}.`,
    );
  }
  const random = createRandom(seed);
  const slots = originals.flatMap(({ sha256 }, i) => {
    if (i >= copied) return [{ i, content: 0 }];
    const drawn = random.fork(`duplicates ${sha256}`);
    return Array.from({ length: filesEach }, (_, k) => ({
      i,
      content: k < contentsEach ? k : drawn.integer(contentsEach),
    }));
  });
  const plan = originals.map((_, i): PlannedContent[] =>
    Array.from({ length: i < copied ? contentsEach : 1 }, (__, k) => ({
      chain: k === 0 ? "original" : chains[(i * (contentsEach - 1) + k - 1) % chains.length]!,
      names: [],
    })),
  );
  const digits = String(slots.length).length;
  const endings = random.fork("endings");
  random
    .fork("numbers")
    .shuffle(slots)
    .forEach(({ i, content }, number) => {
      const format = content === 0 ? originals[i]!.format : "jpeg";
      const honest = format === "jpeg" ? "jpg" : format;
      const ending = endings.uniform() < lyingShare ? (honest === "jpg" ? "png" : "jpg") : honest;
      plan[i]![content]!.names.push(`${String(number + 1).padStart(digits, "0")}.${ending}`);
    });
  return plan;
}
