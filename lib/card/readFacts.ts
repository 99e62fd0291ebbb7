import { readEvidence } from "../experiment/evidence.js";
import { readSavedRun } from "../experiment/savedRun.js";
import type { ServerRun } from "../tracking/index.js";
import { UserError } from "../userError.js";
import type { CardFacts } from "./facts.js";
import { readProbes } from "./probesFile.js";

/** Figures of a run that show no radiograph and that the card does not draw itself. */
const pictureNames = ["roc", "scores", "learning-curves"];

/**
 * @param server what MLflow keeps of the run; without it the run's own figures are missing
 * @throws UserError when the folder is no run's, or holds no evidence
 */
export async function readFacts(folder: string, runId: string, server: ServerRun | undefined): Promise<CardFacts> {
  const saved = await readSavedRun(folder);
  const evidence = await readEvidence(folder);
  if (evidence === undefined) {
    throw new UserError(
      `card: expected evidence.json in ${folder}. Received: a run that was stopped before it was judged, or one from before ` +
        `evidence was recorded. Run the experiment again: npm run experiment -- ${saved.config.name}`,
    );
  }
  const pictures = new Map<string, Uint8Array>();
  for (const name of server ? pictureNames : []) {
    const png = await server?.download(`figures/${name}.png`);
    if (png !== undefined) pictures.set(name, png);
  }
  return { runId, saved, evidence, probes: await readProbes(folder), pictures };
}
