import { join } from "node:path";
import { z } from "zod";
import { writeAtomically } from "../data/writeAtomically.js";
import { estimateSchema, number } from "../experiment/evidenceNumbers.js";
import type { ShortcutFindings } from "../experiment/findShortcuts.js";
import { probeNames } from "../explain/alterations.js";
import { readIfThere } from "../readIfThere.js";
import { UserError } from "../userError.js";

const fileName = "shortcuts.json";

const schema = z.object({
  probes: z.object({
    n: z.int(),
    positives: z.int(),
    groups: z.int(),
    probes: z.array(z.object({ name: z.enum(probeNames), auc: estimateSchema, change: estimateSchema.optional() })),
  }),
  files: z.object({
    images: z.int(),
    properties: z.array(
      z.object({
        property: z.string(),
        measure: z.enum(["AUC", "Cramér's V"]),
        value: number,
        pValue: number,
        isSuspect: z.boolean(),
        byClass: z.record(z.string(), z.string()),
      }),
    ),
  }),
});

/** Keeps what was measured in the run's folder, for this card and later ones. */
export async function writeShortcuts(folder: string, found: ShortcutFindings): Promise<void> {
  await writeAtomically(join(folder, fileName), [`${JSON.stringify(found, null, 2)}\n`]);
}

/** @returns undefined when they were not measured @throws UserError when the file is damaged */
export async function readShortcuts(folder: string): Promise<ShortcutFindings | undefined> {
  const file = join(folder, fileName);
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new UserError(`card: ${file} is damaged. Measure again with --probe, or remove it.`);
  }
}
