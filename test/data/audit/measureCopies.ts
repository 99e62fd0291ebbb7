import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findCopies } from "../../../lib/data/audit/findCopies.js";
import { judgeCopies } from "../../../lib/data/copies/judgeCopies.js";
import { makeCopiesSet } from "../../../lib/data/copies/makeCopiesSet.js";
import { dataConfigSchema } from "../../../lib/data/config.js";
import { openSource } from "../../../lib/data/openSource.js";
import { createRandom } from "../../../lib/random.js";

/**
 * How well the audit finds copies: `npx tsx test/data/audit/measureCopies.ts DIR development|held-out [COPIED] [STRANGERS]`.
 * DIR is FracAtlas or a part of it. Its groups fall into two halves; thresholds were set on the first, figures are
 * reported from the second.
 */
async function measure([dir, half, copied = "150", strangers = "800"]: string[]): Promise<void> {
  if (dir === undefined || (half !== "development" && half !== "held-out")) {
    throw new Error("usage: measureCopies.ts DIR development|held-out [COPIED] [STRANGERS]");
  }
  const folder = await mkdtemp(join(tmpdir(), "fracture-copies-"));
  try {
    const config = dataConfigSchema.parse({ source: "fracatlas", dir, maxRejectedShare: 1 });
    const { radiographs, root } = await openSource(config, { cacheDir: join(folder, "cache") }).manifest();
    const groups = [...new Set(radiographs.map(({ group }) => group))].sort();
    const isOurs = (group: string): boolean => groups.indexOf(group) % 2 === (half === "development" ? 0 : 1);
    const distinct = new Map(radiographs.filter(({ group }) => isOurs(group)).map((file) => [file.sha256, file]));
    const chosen = createRandom(`copies ${half}`)
      .shuffle([...distinct.values()].filter(({ path }) => !path.startsWith("mixed_formats/")))
      .slice(0, Number(copied) + Number(strangers));
    const recipe = { contentsEach: 9, filesEach: 9, lyingShare: 0, seed: half, copied: Number(copied) };
    const { dir: copiesDir, files } = await makeCopiesSet({ root, radiographs: chosen }, recipe, {
      cacheDir: join(folder, "cache"),
    });

    const started = performance.now();
    const { groupOf } = await findCopies(new Map(files.map(({ sha256, path }) => [sha256, join(copiesDir, path)])), {
      cacheDir: join(folder, "cache"),
      root: copiesDir,
      maxPixels: config.maxPixels,
      onProgress: (stage, done, total) => {
        if (done === total) console.log(`${stage}: ${((performance.now() - started) / 1000).toFixed(1)} s so far`);
      },
    });
    const seconds = (performance.now() - started) / 1000;
    const found = files.map(({ path, sha256 }) => ({ path, group: groupOf.get(sha256)! }));
    const { precision, recall, falsePairs, byChain } = judgeCopies(files, found);
    console.log(
      `${files.length} files in ${seconds.toFixed(0)} s; peak RSS ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
    );
    console.log(`pairwise precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`);
    console.table(byChain);
    for (const [a, b] of falsePairs.slice(0, 30)) {
      console.log(`false: ${a.radiograph} (${a.chain}) ${b.radiograph} (${b.chain})`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

void measure(process.argv.slice(2));
