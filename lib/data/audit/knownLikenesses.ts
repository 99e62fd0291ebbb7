import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeAtomically } from "../writeAtomically.js";

/** Raise it when the same two radiographs give another likeness. */
export const likenessVersion = 4;
const saveEveryMs = 20_000;

/** What was compared before, kept on disk: a stopped audit goes on, and a set that grew is compared only where it did. */
export class KnownLikenesses {
  private savedAtMs = performance.now();

  private constructor(
    private readonly file: string,
    private readonly byPair: Map<string, number>,
  ) {}

  /** @param root the set's folder; each has its own file. One that cannot be read is no loss. */
  static async open(cacheDir: string, root: string): Promise<KnownLikenesses> {
    const key = createHash("sha256")
      .update(JSON.stringify([likenessVersion, root]))
      .digest("hex");
    const file = join(cacheDir, "audit", `likenesses-${key.slice(0, 16)}.json`);
    const text = await readFile(file, "utf8").catch(() => "{}");
    try {
      return new KnownLikenesses(file, new Map(Object.entries(JSON.parse(text) as Record<string, number>)));
    } catch {
      return new KnownLikenesses(file, new Map());
    }
  }

  get(pair: string): number | undefined {
    return this.byPair.get(pair);
  }

  set(pair: string, likeness: number): void {
    this.byPair.set(pair, Math.round(likeness * 1e4) / 1e4);
  }

  async saveNowAndThen(): Promise<void> {
    if (performance.now() - this.savedAtMs > saveEveryMs) await this.save();
  }

  /** @throws UserError when the cache cannot be written */
  async save(): Promise<void> {
    this.savedAtMs = performance.now();
    await writeAtomically(this.file, [JSON.stringify(Object.fromEntries(this.byPair))]);
  }
}
