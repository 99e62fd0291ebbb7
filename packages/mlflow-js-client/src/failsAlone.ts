import type { MlflowClient } from "./mlflowClient.js";
import { MlflowError } from "./mlflowError.js";

/**
 * Whether a server that answers otherwise fails at this one request: its 500, or a 413 of a proxy before it, is about what
 * was sent (MLflow answers 500 to a file below what is a file already, and will for ever), so nothing else need wait for it.
 */
export async function failsAlone(client: MlflowClient, error: unknown): Promise<boolean> {
  const isAboutContent = error instanceof MlflowError && (error.status === 500 || error.status === 413);
  return isAboutContent && (await client.isReachable());
}
