import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeAtomically } from "../data/writeAtomically.js";
import { estimateSchema } from "../experiment/evidenceNumbers.js";
import { probeNames } from "../explain/alterations.js";
import type { ShortcutProbes } from "../explain/shortcutProbes.js";
import { UserError } from "../userError.js";

const fileName = "shortcut-probes.json";

const schema = z.object({
  n: z.int(),
  positives: z.int(),
  groups: z.int(),
  probes: z.array(z.object({ name: z.enum(probeNames), auc: estimateSchema, change: estimateSchema.optional() })),
});

/** Keeps what was measured in the run's folder, for this card and later ones. */
export async function writeProbes(folder: string, probes: ShortcutProbes): Promise<void> {
  await writeAtomically(join(folder, fileName), [`${JSON.stringify(probes, null, 2)}\n`]);
}

/** @returns undefined when they were not measured @throws UserError when the file is damaged */
export async function readProbes(folder: string): Promise<ShortcutProbes | undefined> {
  const file = join(folder, fileName);
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new UserError(`card: ${file} is damaged. Measure again with --probe, or remove it.`);
  }
}
