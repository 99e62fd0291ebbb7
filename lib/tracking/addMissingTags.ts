import { MlflowClient } from "mlflow-js-client";

/** More than a server takes that answers at all; a run's end waits for it at most so long. */
const timeoutMs = 5000;

/**
 * Gives an experiment the tags that it lacks, such as a saved view that an older version of this project did not write;
 * what it has, whoever set it, stays. Never an error: without them its pages in the UI are only plainer.
 */
export async function addMissingTags(
  trackingUri: string,
  experiment: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const client = new MlflowClient({ trackingUri, timeoutMs, retry: { attempts: 1 } });
  try {
    const found = await client.experiments.getByName(experiment);
    if (found === undefined) return;
    const missing = Object.entries(tags).filter(([key]) => found.tags[key] === undefined);
    await client.experiments.setTags(found.experimentId, Object.fromEntries(missing));
  } catch {
    return;
  }
}
