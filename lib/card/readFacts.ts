import { readEvidence } from "../experiment/evidence.js";
import { readSavedRun } from "../experiment/savedRun.js";
import type { ServerRun } from "../tracking/index.js";
import { UserError } from "../userError.js";
import type { CardFacts } from "./facts.js";
import { readShortcuts } from "./shortcutsFile.js";

/** Figures of a run that show no radiograph and that the card does not draw itself. */
const pictureNames = ["roc", "scores", "learning-curves"];

/**
 * What a run's folder tells.
 * @param unmeasured why nothing was measured on shortcuts, where that is so
 * @throws UserError when the folder is no run's, or holds no evidence
 */
export async function readFacts(
  folder: string,
  runId: string,
  unmeasured = "They were not measured for this run.",
): Promise<CardFacts> {
  const saved = await readSavedRun(folder);
  const evidence = await readEvidence(folder);
  if (evidence === undefined) {
    throw new UserError(
      `card: expected evidence.json in ${folder}. Received: a run that was stopped before it was judged, or one from before ` +
        `evidence was recorded. Run the experiment again: npm run experiment -- ${saved.config.name}`,
    );
  }
  const shortcuts = (await readShortcuts(folder)) ?? { missing: unmeasured };
  return { runId, saved, evidence, shortcuts, pictures: new Map() };
}

/** The pictures that MLflow keeps of a run, as far as it gives them. */
export async function readPictures(server: ServerRun): Promise<Map<string, Uint8Array>> {
  const pictures = new Map<string, Uint8Array>();
  for (const name of pictureNames) {
    const png = await server.download(`figures/${name}.png`);
    if (png !== undefined) pictures.set(name, png);
  }
  return pictures;
}
